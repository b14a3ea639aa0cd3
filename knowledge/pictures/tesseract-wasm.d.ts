/** The part that is used here; the package's own types cannot be found through its `exports`. */
declare module 'tesseract-wasm' {
  export interface TextItem {
    rect: { left: number; top: number; right: number; bottom: number };
    text: string;
  }

  export class OCREngine {
    loadModel(model: Uint8Array): void;
    loadImage(image: { width: number; height: number; data: Uint8Array }): void;
    getTextBoxes(unit: 'line' | 'word'): TextItem[];
    clearImage(): void;
  }

  export function createOCREngine(options: { wasmBinary: Uint8Array }): Promise<OCREngine>;
}
