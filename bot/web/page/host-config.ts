const sizes = { small: 13, default: 15, medium: 17, large: 20, extraLarge: 24 };
const monospaceSizes = { small: 13, default: 13, medium: 14, large: 16, extraLarge: 18 };
const fontWeights = { lighter: 400, default: 400, bolder: 620 };
const lineHeights = { small: 21, default: 25.5, medium: 26, large: 30, extraLarge: 34 };

const color = (name: string) => ({ default: `var(--${name})`, subtle: 'var(--ink-2)' });

const foregroundColors = {
  default: color('ink'),
  accent: color('accent'),
  good: color('good'),
  warning: color('warning'),
  attention: color('attention'),
  dark: color('ink'),
  light: color('ink-2'),
};

const style = (background: string) => ({
  backgroundColor: `var(--${background})`,
  foregroundColors,
});

/** Colours are variables of console.css, so a card follows a change between light and dark. */
export const hostConfig = {
  hostCapabilities: {},
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: 'var(--sans)', fontSizes: sizes, fontWeights },
    monospace: { fontFamily: 'var(--mono)', fontSizes: monospaceSizes, fontWeights },
  },
  lineHeights,
  spacing: { small: 6, default: 10, medium: 14, large: 22, extraLarge: 30, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 40, medium: 80, large: 160 },
  containerStyles: {
    default: style('surface'),
    emphasis: style('sunken'),
    accent: style('accent-soft'),
    good: style('good-soft'),
    warning: style('warning-soft'),
    attention: style('attention-soft'),
  },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: {}, optionalInputs: {} },
    errorMessage: { color: 'attention' },
  },
  actions: {
    maxActions: 10,
    spacing: 'large',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  adaptiveCard: { allowCustomStyle: false },
  textBlock: { headingLevel: 3 },
  textStyles: { heading: { size: 'default', weight: 'bolder' } },
  table: { cellSpacing: 8 },
};
