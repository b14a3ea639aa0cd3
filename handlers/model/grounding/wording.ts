/** Words that say nothing of a cause, of a success or of what to do: a part of a sentence may be made of them alone. */
export const neutralWords: readonly string[] = (
  '日志 记录 显示 说明 写的 写着 写到 返回 返回的 报告 报错 错误 错误码 代码 含义 意思 就是说 也就是 表示 对应 匹配 看到 出现 出现过 发生 发生在 ' +
  '失败 失败的 开始 结束 随后 然后 接着 之后 之前 以后 以前 最后 最后一次 第一次 上次 再次 一次 两次 两次都 同样 同样的 同一 同一个 相同的代码 一致的代码 时刻 时间 ' +
  '里面 里 中 上 下 前面 后面 前 后 前后 左右 大约 约 正好 大概 几秒 多次 每次 这里 那里 这时 当时 时候 的时候 时 当天 ' +
  '这一行 这几行 这两行 前一行 后一行 前几行 那一行 几行 两行 一行 两个 三个 几个 每个 一个 这个 那个 这些 那些 这台 那台 这一步 那一步 一步 这次 那一例 一例 ' +
  '也 都 又 还 和 与 及 以及 或 而 但 但是 不过 其中 另外 例如 具体 分别 依次 先后 所以 因此 ' +
  '是 的 了 在 到 从 对 为 这 那 它 它们 其 该 此 并 着 过 把 将 给 向 用 于 有 上面 下面 第 步 行 条 次 个 例 秒 分 ' +
  '文件 文件名 路径 目录 版本 系统 电脑 本机 机器 程序 程序包 包 组件 补丁 更新 安装程序 升级 安装 介质 映像 阶段 步骤 案例 操作 位置 编号 名称 内容 部分 ' +
  '转换 转换成 变成 成 进行 处理 执行到 走到 停在 属于同一个 一共 总共 提到 您 您说的 您提到 所说 现象 情况 证实 处理 要 得到 命令 发现 发现了 一部分 有一部分 检验 验证 推测 可以检验 可以验证 这种 同类 类似 相似 查看 对照 核对'
).split(' ');

/** May be added to what our own texts say without making it another statement. */
export const fillers: readonly string[] = (
  '才 留 只是 因此 两个 几个 以 检验 验证 这个推测 作为 里面 如果 若 管理员权限 管理员身份 之后 先 再 后 请 要 需要 需 应 可以 可 会 能 是 的 了 在 里 中 上 就 也 都 用 把 将 对 到 从 给 由 为 与 和 及 而 且 并 然后 接着 所以 因此 因为 这 那 ' +
  '一个 这个 那个 这些 这样 这种 这台 那台 那一例 那一份 这一步 这一项 第 步 步骤 时 时候 得到 得 来 去 做 进行 有 您 我们 大家 个 项 ' +
  '日志 显示 说明 看到 表示 含义 意思 也就是 报告 记录 返回 代码 错误 电脑 本机 系统 补丁 文件 命令 输出 结果 案例 情况 建议 之类 等 着 过 使用 那 例 ' +
  '操作 过来 看 查看 再看 是否 能否'
).split(' ');

/** Of log lines in English: with the word of the line stands the Chinese for it. */
export const translations: readonly (readonly [english: RegExp, chinese: readonly string[]])[] = [
  [/driver ?package/u, ['驱动包']],
  [/missing ?file/u, ['缺文件', '说的是']],
  [/\bden(?:ied|y)|access_denied/u, ['拒绝访问', '被拒绝', '拒绝', '访问']],
  [/\bdelet/u, ['删除']],
  [/\bextract|\bexpand/u, ['解压']],
  [/\babort/u, ['中止', '中止了', '客户端中止']],
  [/\bclient\b/u, ['客户端']],
  [/\bapply/u, ['应用', '释放']],
  [/\bimage\b|\.esd|\.wim/u, ['映像', '释放']],
  [/\bhash/u, ['哈希', '对不上', '不一致', '不符']],
  [/\bdo not match|\bmismatch/u, ['对不上', '不一致', '不符']],
  [/\bcorrupt/u, ['损坏', '损坏的']],
  [/\bunable to fix|\bcannot repair/u, ['修不好', '没有修好', '没能修复']],
  [/\bfix\b|\brepair/u, ['修复', '没有修好', '修好']],
  [/\bdownload/u, ['下载']],
  [/\bstag(?:e|ing)\b/u, ['暂存']],
  [/\bresolve/u, ['解析']],
  [/\bopen\b/u, ['打开']],
  [/\bwrite\b/u, ['写入']],
  [/\bread\b/u, ['读取']],
  [/\bload\b/u, ['加载']],
  [
    /\bmissing\b|\bnot (?:be )?(?:found|located)\b|\bcannot find\b/u,
    ['缺少', '找不到', '没有找到'],
  ],
  [/\bdrivers?\b/u, ['驱动', '第三方驱动']],
  [/\bstack\b/u, ['堆栈']],
  [/\bservic(?:e|ing)\b/u, ['服务', '维护', '更新']],
  [/\brecovery environment\b|\bwinre\b/u, ['恢复环境', '恢复分区']],
  [/insufficient_disk_space|\bdisk space\b/u, ['磁盘空间不足']],
  [/\bpackage\b/u, ['程序包']],
  [/\btimed? ?out\b|timeout/u, ['超时']],
  [/\bhang\b|_hang_/u, ['卡死']],
  [/\bprovision/u, ['预配']],
  [/\buser\b/u, ['用户']],
  [/\bapp\b|appx/u, ['应用']],
  [/\bscan\b/u, ['扫描']],
  [/\binstall/u, ['安装']],
  [/\bupdate/u, ['更新']],
  [/\brollback|\brolling back/u, ['回退', '回滚']],
  [/\brestart|\breboot/u, ['重启']],
  [/\bboot\b/u, ['启动']],
  [/\benable/u, ['启用']],
  [/\bsource\b/u, ['源文件', '来源']],
  [/\bcache\b/u, ['缓存']],
  [/\bvalidat/u, ['校验']],
  [/\bsession\b/u, ['会话']],
  [/\btransaction\b/u, ['事务']],
  [/\bpending\b/u, ['挂起']],
];
