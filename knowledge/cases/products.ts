interface Product {
  /** As people name it. */
  name: string;
  /** A Latin name is a word of its own; case counts, `tms` inside a path does not. */
  pattern: RegExp;
}

/** Security, control and encryption products that past cases named. */
export const products: readonly Product[] = [
  { name: 'TMS', pattern: /(?<![A-Za-z0-9])TMS(?![A-Za-z0-9])/ },
  { name: 'DSPClient', pattern: /DSPClient|DSP文档安全防护|文档安全防护系统/ },
  { name: '亚信安全', pattern: /亚信安全/ },
  { name: '趋势科技', pattern: /趋势科技|Trend ?Micro|OfficeScan/i },
  { name: '奇安信', pattern: /奇安信|天擎|QAX/ },
  { name: '360', pattern: /360(?:安全卫士|杀毒|天擎|终端)|360safe/i },
  { name: '深信服', pattern: /深信服|Sangfor/i },
  { name: '火绒', pattern: /火绒|Huorong/i },
  { name: '北信源', pattern: /北信源|VRV/ },
  { name: '联软', pattern: /联软|LeagSoft/i },
  { name: 'IP-guard', pattern: /IP-?guard/i },
  { name: '亿赛通', pattern: /亿赛通|ESAFENET/i },
  { name: '绿盾', pattern: /绿盾|天锐/ },
  { name: 'Symantec', pattern: /Symantec|赛门铁克|SEP(?:master)?客户端/i },
  { name: 'McAfee', pattern: /McAfee|Trellix/i },
  { name: '卡巴斯基', pattern: /卡巴斯基|Kaspersky/i },
  { name: 'CrowdStrike', pattern: /CrowdStrike/i },
  { name: 'BitLocker', pattern: /BitLocker/i },
  { name: 'WSUS', pattern: /(?<![A-Za-z])WSUS(?![A-Za-z])/ },
];
