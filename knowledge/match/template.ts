const variable = /\{([a-z][A-Za-z0-9]*)\}/gu;

/** What a sentence says where the log did not give the value. */
const unnamed: Record<string, string> = {
  file: '该文件',
  path: '该路径',
  package: '该更新',
  kb: '该更新',
  component: '该组件',
  driver: '该驱动',
  service: '该服务',
  product: '该软件',
  object: '该对象',
  code: '该代码',
};

/** Longer values are shortened in sentences; the proof shows them whole. */
const longestValue = 120;

/** Puts captured values in place of `{name}`. */
export function fillTemplate(
  template: string,
  variables: Readonly<Record<string, string>>,
): string {
  return template.replace(variable, (_, name: string) => {
    const value = variables[name]?.trim();
    if (!value) {
      return unnamed[name] ?? '';
    }
    return value.length > longestValue ? `…${value.slice(-longestValue)}` : value;
  });
}

/** The names that a sentence leaves to be filled in. */
export function templateVariables(template: string): string[] {
  return [...template.matchAll(variable)].map(([, name = '']) => name);
}
