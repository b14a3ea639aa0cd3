export type SecretKind = '人员' | '电话' | '邮箱' | 'QQ' | '主机' | '用户' | 'IP' | 'MAC' | '证件';

/** What stands in for a value; one value keeps one token inside a case. */
export type Tokenise = (kind: SecretKind, value: string) => string;

/** The kind alone, for lines that leave without a case around them. */
export const plainToken: Tokenise = (kind) => `[${kind}]`;
