/** What is shown as the name of pasted text, which has none. */
export const pasteName = '粘贴文本';

/** The asker's own words. Log lines quoted in them are proof only where no log shows the same. */
export const questionName = '问题描述';
