/** What is shown as the name of pasted text, which has none. */
export const pasteName = '粘贴文本';

/** The asker's own words. Log lines quoted in them are proof only where no log shows the same. */
export const questionName = '问题描述';

/** Makes names fit to be shown, and no two alike. */
export class Names {
  private readonly clean: (name: string) => string;
  private readonly taken = new Set<string>();
  /** Where to go on counting; an archive may hold one name ten thousand times. */
  private readonly counts = new Map<string, number>();

  constructor(clean: (name: string) => string) {
    this.clean = clean;
  }

  /** To be asked for names that are not taken yet. */
  fork(): Names {
    const fork = new Names(this.clean);
    for (const name of this.taken) {
      fork.taken.add(name);
    }
    for (const [name, count] of this.counts) {
      fork.counts.set(name, count);
    }
    return fork;
  }

  take(name: string): string {
    const clean = this.clean(name) || '未命名文件';
    let unique = clean;
    let count = this.counts.get(clean) ?? 1;
    while (this.taken.has(unique)) {
      count += 1;
      unique = `${clean} (${count})`;
    }
    this.counts.set(clean, count);
    this.taken.add(unique);
    return unique;
  }
}
