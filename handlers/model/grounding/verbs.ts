/** What is done to a machine or by people, and other words for the very same thing. */
const verbs: readonly (readonly string[])[] = [
  ['卸载'],
  ['删除', '删掉', '删去'],
  ['禁用', '停用'],
  ['关闭', '关掉'],
  ['停止', '停掉'],
  ['重装', '重新安装'],
  ['重置'],
  ['格式化'],
  ['清空', '清除', '清理', '清掉'],
  ['抹掉', '抹除', '擦除'],
  ['替换', '换成', '换为', '换掉', '更换'],
  ['改成', '改为', '修改', '更改', '改用'],
  ['编辑'],
  ['注册'],
  ['授权', '赋予'],
  ['接管'],
  ['结束进程', '杀掉'],
  ['终止'],
  ['断开'],
  ['拔掉', '拔出'],
  ['移除'],
  ['挂起', '暂停'],
  ['跳过', '忽略', '绕过'],
  ['回滚', '回退', '退回'],
  ['还原'],
  ['解除', '脱管', '脱离管控'],
  ['放行', '白名单'],
  ['重启', '重新启动', '再启动'],
  ['安装'],
  ['升级'],
  ['运行', '执行'],
  ['打开'],
  ['启用', '开启'],
  ['下载'],
  ['复制', '拷贝'],
  ['粘贴'],
  ['导出'],
  ['导入'],
  ['备份'],
  ['恢复'],
  ['修复'],
  ['重建'],
  ['检查', '查看', '核对', '确认'],
  ['收集'],
  ['发送', '发给', '发我', '发来', '发到'],
  ['联系', '致电', '拨打', '打电话', '通知'],
  ['提供'],
  ['输入'],
  ['点击', '单击', '双击', '点开'],
  ['访问'],
  ['登录', '登陆'],
  ['扫描', '扫码'],
  ['转账', '付款'],
  ['覆盖'],
  ['写入'],
  ['注销', '退出'],
  ['关机', '断电'],
  ['刷新', '刷写', '刷机'],
  ['降级'],
  ['加密'],
  ['解密'],
  ['压缩'],
  ['解压'],
  ['释放'],
  ['扩大', '扩展'],
  ['缩小'],
  ['添加', '加入'],
  ['取消'],
  ['勾选', '选择'],
  ['更新'],
];
const spellingsOf = new Map(verbs.flatMap((same) => same.map((one) => [one, same] as const)));
const any = new RegExp(
  [...spellingsOf.keys()]
    .sort((left, right) => right.length - left.length)
    // `转换成` is another word.
    .map((one) => (one.startsWith('换') ? `(?<!转)${one}` : one))
    .join('|'),
  'gu',
);
/** `安装程序`, `更新服务`, `升级介质`: a thing, nothing that is done. */
const thing =
  /^(?:程序|包|文件|日志|介质|映像|源|服务|服务器|目录|文件夹|策略|记录|过程|阶段|环境|分区|点|代理|组件|编排|来源|失败|成功|大小|缓存)/u;

export interface Word {
  verb: string;
  index: number;
  spellings: readonly string[];
}

/** What the text says is done, each where it stands. */
export function words(text: string): Word[] {
  return [...text.matchAll(any)]
    .filter(
      ({ 0: verb, index }) => !thing.test(text.slice(index + verb.length, index + verb.length + 4)),
    )
    .map(({ 0: verb, index }) => ({ verb, index, spellings: spellingsOf.get(verb) ?? [] }));
}
