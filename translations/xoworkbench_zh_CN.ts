<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>DatasetKind</name>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Identities</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Invitations</source>
        <translation>邀约</translation>
    </message>
</context>
<context>
    <name>ImportFile</name>
    <message>
        <source>%1: is %2 written day first or month first?</source>
        <translation>%1：%2 是日在前还是月在前？</translation>
    </message>
    <message>
        <source>%1: are their dates (%2) written day first or month first?</source>
        <translation>%1：其中的日期（%2）是日在前还是月在前？</translation>
    </message>
    <message>
        <source>%1 and %2 more columns</source>
        <translation>%1 等，另有 %2 列</translation>
    </message>
    <message>
        <source>day first (5 March = 5/3)</source>
        <translation>日在前（3 月 5 日写作 5/3）</translation>
    </message>
    <message>
        <source>month first (5 March = 3/5)</source>
        <translation>月在前（3 月 5 日写作 3/5）</translation>
    </message>
    <message>
        <source>keep as text</source>
        <translation>按文本保留</translation>
    </message>
    <message>
        <source>%1 rows of the sheet are hidden (a filter, perhaps)</source>
        <translation>工作表有 %1 行被隐藏（可能是筛选）</translation>
    </message>
    <message>
        <source>import them too</source>
        <translation>一并导入</translation>
    </message>
    <message>
        <source>leave them out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>Which of the %1 tables in the archive?</source>
        <translation>压缩包里有 %1 个表，导入哪一个？</translation>
    </message>
    <message>
        <source>%1 (hidden)</source>
        <translation>%1（隐藏）</translation>
    </message>
    <message>
        <source>Is %1 in this file the column %2 of last time?</source>
        <translation>本文件的 %1 就是上次的 %2 列吗？</translation>
    </message>
    <message>
        <source>yes, it was renamed</source>
        <translation>是，改了名</translation>
    </message>
    <message>
        <source>no, it is another one</source>
        <translation>不是，是另一列</translation>
    </message>
    <message>
        <source>The file has changed since %1 so that a key, a time or a score would be lost: see below</source>
        <translation>与 %1 相比，文件的变化会丢失标识、时间或评分：见下方</translation>
    </message>
    <message>
        <source>import it all the same</source>
        <translation>仍然导入</translation>
    </message>
    <message>
        <source>%1: which end of its scale is the best answer?</source>
        <translation>%1：量表的哪一端最好？</translation>
    </message>
    <message>
        <source>%1 is easiest, %2 hardest</source>
        <translation>%1 最轻松，%2 最费力</translation>
    </message>
    <message>
        <source>One row of the sheet is hidden</source>
        <translation>工作表有 1 行被隐藏</translation>
    </message>
    <message>
        <source>Which sheet? There are %1, hidden: %2</source>
        <translation>用哪张工作表？共 %1 张，其中隐藏 %2 张</translation>
    </message>
    <message>
        <source>Rows at the end that look like totals</source>
        <translation>末尾像是合计的行</translation>
    </message>
    <message>
        <source>Row %1 (%2) %3</source>
        <translation>第 %1 行（%2）%3</translation>
    </message>
    <message>
        <source>%1 rows from row %2 on (%3): each %4</source>
        <translation>自第 %2 行起的 %1 行（%3）：每行%4</translation>
    </message>
    <message>
        <source>leave it out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>import it as a row</source>
        <translation>作为数据行导入</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>Answer &quot;zh&quot; in the Chinese translation: tells the program which language is installed.</extracomment>
        <translation>zh</translation>
    </message>
</context>
<context>
    <name>ScreenDialogs</name>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的修改</translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation>要保存对 %1 的修改吗？</translation>
    </message>
    <message>
        <source>Without saving, the changes since the last save are lost.</source>
        <translation>若不保存，上次保存之后的修改会丢失。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>File changed</source>
        <translation>文件已改变</translation>
    </message>
    <message>
        <source>%1 was changed by another program since it was opened.</source>
        <translation>%1 打开之后被其他程序改动过。</translation>
    </message>
    <message>
        <source>Saving over it loses those changes.</source>
        <translation>覆盖保存会丢失那些改动。</translation>
    </message>
    <message>
        <source>Save under another name…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>a project that was never saved</source>
        <translation>一个从未保存的项目</translation>
    </message>
    <message>
        <source>Unsaved work found</source>
        <translation>发现未保存的工作</translation>
    </message>
    <message>
        <source>The program ended unexpectedly while %1 was open.</source>
        <translation>上次打开 %1 时程序意外退出。</translation>
    </message>
    <message>
        <source>Its unsaved changes were kept and can be opened now.</source>
        <translation>未保存的修改已保留，现在可以打开。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>XO Workbench projects (*.xow)</source>
        <translation>XO Workbench 项目 (*.xow)</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Data files (%1)</source>
        <translation>数据文件 (%1)</translation>
    </message>
</context>
<context>
    <name>xo::ui::AnswersDialog</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>%1 of the %2 answers in %3</source>
        <translation>%3 的 %2 条回答中的 %1 条</translation>
    </message>
    <message>
        <source>A double click or Enter opens the customer: events and answers on one line</source>
        <translation>双击或回车打开该客户：事件与回答在同一条线上</translation>
    </message>
    <message>
        <source>Nothing in this answer says whose it is.</source>
        <translation>这条回答没有说明属于哪位客户。</translation>
    </message>
</context>
<context>
    <name>xo::ui::Breadcrumb</name>
    <message>
        <source>Drill path: %1</source>
        <translation>下钻路径：%1</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Leave the last step of the drill path</source>
        <translation>退出下钻路径的最后一步</translation>
    </message>
    <message>
        <source>Drill</source>
        <translation>下钻</translation>
    </message>
    <message>
        <source>Right-click: list customers · save as segment · copy · export</source>
        <translation>右键：查看客户·存为细分·复制·导出</translation>
    </message>
</context>
<context>
    <name>xo::ui::CallListDialog</name>
    <message>
        <source>Finding the customers</source>
        <translation>正在查找客户</translation>
    </message>
    <message>
        <source>Overdue customers</source>
        <translation>逾期客户</translation>
    </message>
    <message>
        <source>Overdue at %1</source>
        <translation>逾期：%1</translation>
    </message>
    <message>
        <source>%1 to call today</source>
        <translation>今天应联系 %1 位</translation>
    </message>
    <message>
        <source>Still open and waiting for longer than nine of ten of those who went on needed (P90). The longest beyond the limit first.</source>
        <translation>仍在进行中，且等待时间超过已继续者中九成的用时（P90）。超出最久的排在最前。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Export list…</source>
        <translation>导出名单…</translation>
    </message>
    <message>
        <source>Export overdue customers</source>
        <translation>导出逾期客户</translation>
    </message>
    <message>
        <source>CSV table (*.csv);;Excel workbook (*.xlsx)</source>
        <translation>CSV 表 (*.csv);;Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Writing the list</source>
        <translation>正在写入名单</translation>
    </message>
    <message>
        <source>%1 customers written: %2</source>
        <translation>已写入 %1 位客户：%2</translation>
    </message>
</context>
<context>
    <name>xo::ui::CallListModel</name>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>到达时间</translation>
    </message>
    <message>
        <source>Waiting, days</source>
        <translation>已等待（天）</translation>
    </message>
    <message>
        <source>Overdue after, days</source>
        <translation>逾期线（天）</translation>
    </message>
</context>
<context>
    <name>xo::ui::ChartView</name>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>%1 picture (*.%2)</source>
        <translation>%1 图片 (*.%2)</translation>
    </message>
    <message>
        <source>&amp;Drill into this</source>
        <translation>下钻(&amp;D)</translation>
    </message>
    <message>
        <source>Add to &amp;filter</source>
        <translation>加入筛选(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;List customers…</source>
        <translation>查看客户(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Save as segment…</source>
        <translation>存为细分(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>复制图片(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>复制表格(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Export picture</source>
        <translation>导出图片(&amp;E)</translation>
    </message>
</context>
<context>
    <name>xo::ui::ChipBar</name>
    <message>
        <source>Remove filter %1</source>
        <translation>移除筛选 %1</translation>
    </message>
    <message>
        <source>Add a filter (Ctrl+F)</source>
        <translation>添加筛选（Ctrl+F）</translation>
    </message>
    <message>
        <source>Further filters</source>
        <translation>更多筛选</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>xo::ui::ColumnsModel</name>
    <message>
        <source>category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>日期时间</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Customer key</source>
        <translation>客户标识</translation>
    </message>
    <message>
        <source>Link to an event</source>
        <translation>事件关联号</translation>
    </message>
    <message>
        <source>Row id</source>
        <translation>行编号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Survey</source>
        <translation>问卷</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>NPS 0–10</source>
        <translation>NPS 0–10</translation>
    </message>
    <message>
        <source>Satisfaction %1</source>
        <translation>满意度 %1</translation>
    </message>
    <message>
        <source>Effort %1</source>
        <translation>费力度 %1</translation>
    </message>
    <message>
        <source>Loyalty %1</source>
        <translation>忠诚度 %1</translation>
    </message>
    <message>
        <source>Rating %1</source>
        <translation>评级 %1</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Verbatim</source>
        <translation>原话</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>%1, day first</source>
        <translation>%1，日在前</translation>
    </message>
    <message>
        <source>%1, month first</source>
        <translation>%1，月在前</translation>
    </message>
    <message>
        <source>several choices</source>
        <translation>多选</translation>
    </message>
    <message>
        <source>%1, parted by semicolons</source>
        <translation>%1，以分号分隔</translation>
    </message>
    <message>
        <source>%1, parted by commas</source>
        <translation>%1，以逗号分隔</translation>
    </message>
    <message>
        <source>%1, columns: %2</source>
        <translation>%1，共 %2 列</translation>
    </message>
    <message>
        <source>%1, order open</source>
        <translation>%1，日月顺序待定</translation>
    </message>
    <message>
        <source>%1, %2 is best</source>
        <translation>%1，%2 最好</translation>
    </message>
    <message>
        <source>Value labels</source>
        <translation>值标签</translation>
    </message>
</context>
<context>
    <name>xo::ui::ConditionEditor</name>
    <message>
        <source>For example: reached(&apos;A&apos;) and not reached(&apos;B&apos;) · csat &lt;= 2 · city in (&apos;X&apos;,&apos;Y&apos;)</source>
        <translation>例如：reached(&apos;到店&apos;) and not reached(&apos;下定&apos;)，或 csat &lt;= 2，或 city in (&apos;上海&apos;,&apos;杭州&apos;)</translation>
    </message>
    <message>
        <source>Counting the condition</source>
        <translation>正在统计条件</translation>
    </message>
    <message>
        <source>%1 customers · %2 answers</source>
        <translation>%1 客户·%2 回答</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>添加筛选</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Filter text</source>
        <translation>筛选文本</translation>
    </message>
    <message>
        <source>Add filter</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>xo::ui::ConditionRow</name>
    <message>
        <source>reached</source>
        <translation>到过</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未到过</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>is blank</source>
        <translation>为空</translation>
    </message>
    <message>
        <source>is not blank</source>
        <translation>不为空</translation>
    </message>
    <message>
        <source>Journey stage</source>
        <translation>旅程环节</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Any answer</source>
        <translation>任一回答</translation>
    </message>
    <message>
        <source>Any event</source>
        <translation>任一事件</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>What the condition is about</source>
        <translation>条件的对象</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运算符</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Condition as text</source>
        <translation>条件文本</translation>
    </message>
    <message>
        <source>condition as text</source>
        <translation>条件文本</translation>
    </message>
    <message>
        <source>The event</source>
        <translation>该事件</translation>
    </message>
</context>
<context>
    <name>xo::ui::CustomersDialog</name>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Customers: %1</source>
        <translation>客户：%1</translation>
    </message>
    <message>
        <source>%1 customers · %2 answers · %3 events</source>
        <translation>%1 客户·%2 回答·%3 事件</translation>
    </message>
    <message>
        <source>All customers of the project</source>
        <translation>项目的全部客户</translation>
    </message>
    <message>
        <source>Name of the segment</source>
        <translation>细分的名称</translation>
    </message>
    <message>
        <source>Save as segment</source>
        <translation>存为细分</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Export list…</source>
        <translation>导出名单…</translation>
    </message>
    <message>
        <source>Give the segment a name first.</source>
        <translation>请先给细分起名。</translation>
    </message>
    <message>
        <source>Segment %1 saved.</source>
        <translation>已保存细分 %1。</translation>
    </message>
</context>
<context>
    <name>xo::ui::CustomersModel</name>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>细分</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>建议动作</translation>
    </message>
    <message>
        <source>Latest answer: %1</source>
        <translation>最近回答：%1</translation>
    </message>
    <message>
        <source>Latest event: %1</source>
        <translation>最近事件：%1</translation>
    </message>
</context>
<context>
    <name>xo::ui::DataPage</name>
    <message>
        <source>Looking at the data</source>
        <translation>正在查看数据</translation>
    </message>
    <message>
        <source>Counting the columns&apos; values</source>
        <translation>正在统计各列取值</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Distinct</source>
        <translation>不同值</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>%1 的列</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>拒收</translation>
    </message>
    <message>
        <source>Odd cells</source>
        <translation>异常单元格</translation>
    </message>
    <message>
        <source>appended</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>updated</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已清除</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>No data yet. Import survey answers (X) and journey events (O): dropping the files on the window is enough.
With both, every figure can be traced to the same customers.</source>
        <translation>还没有数据。请导入答卷（X）和旅程事件（O）：把文件拖进窗口即可。
两者都有时，每个数字都能追溯到同一批客户。</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Undo this import</source>
        <translation>撤销这次导入</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Columns of the dataset</source>
        <translation>数据集的列</translation>
    </message>
    <message>
        <source>Answers tied to events</source>
        <translation>回答与事件的关联</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Tied to an event</source>
        <translation>已关联事件</translation>
    </message>
    <message>
        <source>Without one</source>
        <translation>未关联</translation>
    </message>
    <message>
        <source>Ambiguous</source>
        <translation>有歧义</translation>
    </message>
    <message>
        <source>Answered before it</source>
        <translation>先于事件作答</translation>
    </message>
    <message>
        <source>Most events under one key</source>
        <translation>同一关联号最多事件数</translation>
    </message>
    <message>
        <source>Equal link keys tie an answer to its event; where the datasets share no link, the customer&apos;s latest event at or before the answer within 30 days does. Ambiguous: the events under one key belong to different customers.</source>
        <translation>关联号相同即把回答与事件相连；两边没有共同关联号时，取该客户作答前 30 天内最近的事件。有歧义：同一关联号下的事件属于不同客户。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data: %1 datasets, %2 of the answers tied to events</source>
        <translation>数据：%1 个数据集，%2 的回答已关联事件</translation>
    </message>
    <message>
        <source>Data: nothing imported yet</source>
        <translation>数据：尚未导入</translation>
    </message>
    <message>
        <source>%1 customers · drop files to import</source>
        <translation>%1 客户·拖入文件即可导入</translation>
    </message>
    <message>
        <source>Out of range, or not readable as the column&apos;s type</source>
        <translation>超出范围，或无法按该列类型读取</translation>
    </message>
    <message>
        <source>Looking for identity rules</source>
        <translation>正在寻找身份规则</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Parts of the data page</source>
        <translation>数据页的各部分</translation>
    </message>
    <message>
        <source>Data: one dataset, no answers yet</source>
        <translation>数据：1 个数据集，还没有回答</translation>
    </message>
    <message>
        <source>Data: %1 datasets, no answers yet</source>
        <translation>数据：%1 个数据集，还没有回答</translation>
    </message>
    <message>
        <source>Data: one dataset, %1 of the answers tied to events</source>
        <translation>数据：1 个数据集，%1 的回答已关联事件</translation>
    </message>
    <message>
        <source>Database…</source>
        <translation>数据库…</translation>
    </message>
    <message>
        <source>Tables of PostgreSQL, MySQL, an ODBC source or an SQLite file</source>
        <translation>PostgreSQL、MySQL、ODBC 数据源或 SQLite 文件中的表</translation>
    </message>
</context>
<context>
    <name>xo::ui::DatabaseDialog</name>
    <message>
        <source>Listing the tables</source>
        <translation>正在列出表</translation>
    </message>
    <message>
        <source>Trying the query</source>
        <translation>正在试运行查询</translation>
    </message>
    <message>
        <source>%1 (view)</source>
        <translation>%1（视图）</translation>
    </message>
    <message>
        <source>Connect to see the tables.</source>
        <translation>连接后在此列出各表。</translation>
    </message>
    <message>
        <source>There is no table you may read.</source>
        <translation>没有您可以读取的表。</translation>
    </message>
    <message>
        <source>No table is called so.</source>
        <translation>没有这样名称的表。</translation>
    </message>
    <message>
        <source>Choose a SQLite file</source>
        <translation>选择 SQLite 文件</translation>
    </message>
    <message>
        <source>SQLite files (*.sqlite *.sqlite3 *.db *.db3);;All files (*)</source>
        <translation>SQLite 文件 (*.sqlite *.sqlite3 *.db *.db3);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Preview %1 tables</source>
        <translation>预览 %1 个表(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>预览(&amp;P)</translation>
    </message>
    <message>
        <source>The database is being asked…</source>
        <translation>正在查询数据库…</translation>
    </message>
    <message>
        <source>Pick one or several tables, or write a SELECT.</source>
        <translation>请选择一个或多个表，或写一条 SELECT。</translation>
    </message>
    <message>
        <source>Nothing is changed in the database; what is imported stays on this computer.</source>
        <translation>数据库不会改动；导入的数据只留在本机。</translation>
    </message>
    <message>
        <source>Import from a database</source>
        <translation>从数据库导入</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>服务器(&amp;S)</translation>
    </message>
    <message>
        <source>P&amp;ort</source>
        <translation>端口(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Data source</source>
        <translation>数据源(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <translation>数据库(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>密码(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation>更多设置(&amp;M)</translation>
    </message>
    <message>
        <source>SQLite file</source>
        <translation>SQLite 文件</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>A whole address can be pasted here: postgresql://user@host:5432/database</source>
        <translation>可在此粘贴完整地址：postgresql://用户@主机:5432/库名</translation>
    </message>
    <message>
        <source>The password is used to connect and is kept nowhere.</source>
        <translation>密码只用于本次连接，不会保存在任何地方。</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;List the tables</source>
        <translation>列出各表(&amp;L)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>What to import</source>
        <translation>导入内容</translation>
    </message>
    <message>
        <source>Search the tables</source>
        <translation>搜索表</translation>
    </message>
    <message>
        <source>Tables and views</source>
        <translation>表与视图</translation>
    </message>
    <message>
        <source>SELECT to import</source>
        <translation>要导入的 SELECT</translation>
    </message>
    <message>
        <source>One SELECT or WITH … SELECT. It is run read-only, once for the preview and once for the import. Ctrl+Return goes on.</source>
        <translation>一条 SELECT 或 WITH … SELECT。只读运行：预览一次，导入一次。按 Ctrl+回车继续。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>xo::ui::DatasetCard</name>
    <message>
        <source>%1 rows · %2 columns</source>
        <translation>%1 行·%2 列</translation>
    </message>
    <message>
        <source>no time column</source>
        <translation>没有时间列</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Dataset %1</source>
        <translation>数据集 %1</translation>
    </message>
</context>
<context>
    <name>xo::ui::Document</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Saving %1</source>
        <translation>正在保存 %1</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>正在检查 %1</translation>
    </message>
    <message>
        <source>Compacting %1</source>
        <translation>正在整理 %1</translation>
    </message>
    <message>
        <source>Save segment %1</source>
        <translation>保存细分 %1</translation>
    </message>
    <message>
        <source>Delete segment %1</source>
        <translation>删除细分 %1</translation>
    </message>
    <message>
        <source>Rename segment %1</source>
        <translation>重命名细分 %1</translation>
    </message>
    <message>
        <source>Save journey %1</source>
        <translation>保存旅程 %1</translation>
    </message>
    <message>
        <source>Delete journey %1</source>
        <translation>删除旅程 %1</translation>
    </message>
    <message>
        <source>Save recipe %1</source>
        <translation>保存配方 %1</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Undo import %1</source>
        <translation>撤销导入 %1</translation>
    </message>
    <message>
        <source>Import %1 files</source>
        <translation>导入 %1 个文件</translation>
    </message>
    <message>
        <source>Change identity rules</source>
        <translation>更改身份规则</translation>
    </message>
    <message>
        <source>Edit journeys</source>
        <translation>编辑旅程</translation>
    </message>
</context>
<context>
    <name>xo::ui::ExportDialog</name>
    <message>
        <source>Preview of the list</source>
        <translation>名单预览</translation>
    </message>
    <message>
        <source>Export list</source>
        <translation>导出名单</translation>
    </message>
    <message>
        <source>Excel (*.xlsx);;CSV (*.csv)</source>
        <translation>Excel (*.xlsx);;CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Writing the list</source>
        <translation>正在写入名单</translation>
    </message>
    <message>
        <source>%1 rows written to %2.</source>
        <translation>已把 %1 行写入 %2。</translation>
    </message>
    <message>
        <source>%1 cells that a spreadsheet would have run got an apostrophe.</source>
        <translation>%1 个会被表格软件当作公式的单元格已加撇号。</translation>
    </message>
    <message>
        <source>Choose at least one column</source>
        <translation>请至少选择一列</translation>
    </message>
    <message>
        <source>%1 rows × %2 columns</source>
        <translation>%1 行 × %2 列</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Export %1 rows</source>
        <translation>导出 %1 行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Export list: %1</source>
        <translation>导出名单：%1</translation>
    </message>
    <message>
        <source>All customers of the project</source>
        <translation>项目的全部客户</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Tick what the list holds; drag to change the order</source>
        <translation>勾选名单包含的列，拖动可调整顺序</translation>
    </message>
    <message>
        <source>Hide who they are</source>
        <translation>脱敏</translation>
    </message>
    <message>
        <source>Keys become random numbers of this list; names, phone numbers, e-mails and ids are hidden.</source>
        <translation>标识换成本名单的随机号；姓名、电话、邮箱和证件号被隐藏。</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>建议动作</translation>
    </message>
    <message>
        <source>Optional: what should be done, as an extra column</source>
        <translation>可选：建议怎么做，作为附加的一列</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File format</source>
        <translation>文件格式</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Mark as UTF-8 for Excel</source>
        <translation>为 Excel 标记 UTF-8</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
</context>
<context>
    <name>xo::ui::FileFlow</name>
    <message>
        <source>Making the sample project</source>
        <translation>正在生成示例项目</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>XO Workbench projects (*.xow)</source>
        <translation>XO Workbench 项目 (*.xow)</translation>
    </message>
</context>
<context>
    <name>xo::ui::FileListModel</name>
    <message>
        <source>being looked at…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>%1 open questions</source>
        <translation>%1 个待答问题</translation>
    </message>
    <message>
        <source>waits for the check</source>
        <translation>等待检查</translation>
    </message>
    <message>
        <source>the whole file is being checked…</source>
        <translation>正在检查整个文件…</translation>
    </message>
    <message>
        <source>check stopped</source>
        <translation>检查已停止</translation>
    </message>
    <message>
        <source>%1 rows ready</source>
        <translation>可导入 %1 行</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation>无法导入：%1</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>无法导入</translation>
    </message>
    <message>
        <source>the database is being asked…</source>
        <translation>正在查询数据库…</translation>
    </message>
    <message>
        <source>1 open question</source>
        <translation>1 个待答问题</translation>
    </message>
    <message>
        <source>1 row ready</source>
        <translation>可导入 1 行</translation>
    </message>
    <message>
        <source>%1, %2 left out</source>
        <translation>%1，%2 行不导入</translation>
    </message>
</context>
<context>
    <name>xo::ui::FunnelGroupModel</name>
    <message>
        <source>(blank)</source>
        <translation>(空)</translation>
    </message>
    <message>
        <source>Entrants</source>
        <translation>进入人数</translation>
    </message>
    <message>
        <source>Reached %1</source>
        <translation>到达 %1</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Start to end</source>
        <translation>从头到尾</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>流失</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>95% CI (%)</source>
        <translation>95% 区间 (%)</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>满意度</translation>
    </message>
</context>
<context>
    <name>xo::ui::FunnelModel</name>
    <message>
        <source>Share of the matured entrants</source>
        <translation>占已到期进入客户的比例</translation>
    </message>
    <message>
        <source>Of those matured who reached the stage before</source>
        <translation>占已到期且到达上一环节客户的比例</translation>
    </message>
    <message>
        <source>95% Wilson interval of the rate from the previous stage</source>
        <translation>占上一步比例的 95% Wilson 区间</translation>
    </message>
    <message>
        <source>Rate from the previous stage counting all entrants, also those whose window still runs</source>
        <translation>占上一步比例，含窗口未满的客户</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Of start</source>
        <translation>占起点</translation>
    </message>
    <message>
        <source>From prev.</source>
        <translation>占上一步</translation>
    </message>
    <message>
        <source>Rate of all</source>
        <translation>含未到期</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>流失</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Time P50</source>
        <translation>用时 P50</translation>
    </message>
    <message>
        <source>P90</source>
        <translation>P90</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>95% CI (%)</source>
        <translation>95% 区间 (%)</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>95% CI</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>卡点</translation>
    </message>
    <message>
        <source>only O low</source>
        <translation>仅 O 低</translation>
    </message>
    <message>
        <source>only X low</source>
        <translation>仅 X 低</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>证据不足</translation>
    </message>
    <message>
        <source>What the rate is held against: the period before, the target or all groups</source>
        <translation>转化率的参考：之前一期、目标或各组整体</translation>
    </message>
    <message>
        <source>Of the step into the stage: its conversion and the satisfaction at the stage before</source>
        <translation>针对进入该环节的这一步：其转化率与上一环节的满意度</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
</context>
<context>
    <name>xo::ui::IdentityPanel</name>
    <message>
        <source>What the identity rules do</source>
        <translation>计算身份规则的效果</translation>
    </message>
    <message>
        <source>Looking for identity rules</source>
        <translation>正在寻找身份规则</translation>
    </message>
    <message>
        <source>Identity rules</source>
        <translation>身份规则</translation>
    </message>
    <message>
        <source>Suggest rules</source>
        <translation>推荐规则</translation>
    </message>
    <message>
        <source>Looks which columns hold the same keys; nothing is applied yet</source>
        <translation>查找含有相同键的列；此时不会应用任何规则</translation>
    </message>
    <message>
        <source>Add rule…</source>
        <translation>添加规则…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del 键</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Stronger: asked before the others (Ctrl+Up)</source>
        <translation>更强：先于其他规则（Ctrl+↑）</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Weaker: asked after the others (Ctrl+Down)</source>
        <translation>更弱：后于其他规则（Ctrl+↓）</translation>
    </message>
    <message>
        <source>No rules: each customer key is a person of its own. A rule joins the keys that mean one person, such as the phone number in the survey and in the customer file; no row is changed by it.</source>
        <translation>没有规则：每个客户键各为一人。规则把代表同一个人的键合并，例如问卷与客户表中的手机号；数据行不会因此改变。</translation>
    </message>
    <message>
        <source>Identity rules, strongest first</source>
        <translation>身份规则，最强的在前</translation>
    </message>
    <message>
        <source>A key joins nobody that more than</source>
        <translation>一个键若被超过</translation>
    </message>
    <message>
        <source>A key that more customers than this share joins nobody</source>
        <translation>共用客户超过此数的键不用于合并</translation>
    </message>
    <message>
        <source>customers share</source>
        <translation>个客户共用，则不用于合并</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Find a person by any key</source>
        <translation>用任意键查找一个人</translation>
    </message>
    <message>
        <source>Why one person?</source>
        <translation>为何是同一人？</translation>
    </message>
    <message>
        <source>What the rules do</source>
        <translation>规则的效果</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Compares</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Keys not used</source>
        <translation>不用的键</translation>
    </message>
    <message>
        <source>Customers and others that this rule joined to somebody</source>
        <translation>被此规则并入他人的客户及其他记录</translation>
    </message>
    <message>
        <source>Keys that several hold and that joined nobody: too common, placeholders, conflicts, kept apart</source>
        <translation>多人持有但未用于合并的键：过于常见、占位内容、冲突、要求分开</translation>
    </message>
    <message>
        <source>Shared by too many %1 · placeholders %2 · two member ids %3 · kept apart %4</source>
        <translation>共用者过多 %1 · 占位内容 %2 · 两个会员号 %3 · 要求分开 %4</translation>
    </message>
    <message>
        <source>Not in the project now: %1</source>
        <translation>项目中现在没有：%1</translation>
    </message>
    <message>
        <source>Stated in a dataset</source>
        <translation>数据集中写明</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>计算中…</translation>
    </message>
    <message>
        <source>Not applied yet.</source>
        <translation>尚未应用。</translation>
    </message>
    <message>
        <source>%1 customers without rules · %2 persons · %3 keys joined</source>
        <translation>无规则时 %1 个客户 · 按规则 %2 人 · 合并 %3 个键</translation>
    </message>
    <message>
        <source>No further rule fits the columns.</source>
        <translation>没有其他适用的规则。</translation>
    </message>
    <message>
        <source>Not applied yet. These rules would make %1 persons instead of %2</source>
        <translation>尚未应用。按这些规则将是 %1 人（现为 %2 人）</translation>
    </message>
    <message>
        <source>, and tie %1 answers to events instead of %2</source>
        <translation>，并有 %1 条回答关联到事件（现为 %2 条）</translation>
    </message>
    <message>
        <source>.</source>
        <translation>。</translation>
    </message>
    <message>
        <source>Would be one person (%1)</source>
        <translation>将视为同一人（%1）</translation>
    </message>
    <message>
        <source>One person (%1)</source>
        <translation>同一人（%1）</translation>
    </message>
    <message>
        <source>Keys that join nobody (%1)</source>
        <translation>不用于合并的键（%1）</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人</translation>
    </message>
    <message>
        <source>Also known as</source>
        <translation>又称</translation>
    </message>
    <message>
        <source>Joined by</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Nobody is known by two customer keys.</source>
        <translation>没有人有两个客户键。</translation>
    </message>
    <message>
        <source>The first %1 of %2; any other is found by its key.</source>
        <translation>共 %2 人，列出前 %1 人；其余可用键查找。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Shared by, for example</source>
        <translation>共用者（举例）</translation>
    </message>
    <message>
        <source>Share it</source>
        <translation>共用者数</translation>
    </message>
    <message>
        <source>Why it joins nobody</source>
        <translation>为何不合并</translation>
    </message>
    <message>
        <source>No key was refused.</source>
        <translation>没有不用的键。</translation>
    </message>
    <message>
        <source>The first %1 of %2.</source>
        <translation>共 %2 个，列出前 %1 个。</translation>
    </message>
    <message>
        <source>Not applied yet. With these rules the persons stay %1</source>
        <translation>尚未应用。按这些规则仍是 %1 人</translation>
    </message>
</context>
<context>
    <name>xo::ui::IdentityTexts</name>
    <message>
        <source>Phone number</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Member id</source>
        <translation>会员号</translation>
    </message>
    <message>
        <source>Equal text</source>
        <translation>相同文本</translation>
    </message>
    <message>
        <source>Kept apart</source>
        <translation>要求分开</translation>
    </message>
    <message>
        <source>Link keys written alike</source>
        <translation>关联键写法</translation>
    </message>
    <message>
        <source>Blanks, dashes, brackets, full width and +86 before a Chinese mobile number don&apos;t count.</source>
        <translation>忽略空格、横线、括号、全角，以及中国手机号前的 +86。</translation>
    </message>
    <message>
        <source>Blanks around it and capital letters don&apos;t count.</source>
        <translation>忽略首尾空格和大小写。</translation>
    </message>
    <message>
        <source>One person has one member id: two of them are never joined.</source>
        <translation>一人一个会员号：两个不同的会员号从不合并。</translation>
    </message>
    <message>
        <source>Equal texts join (an open id, a device); a person may have several.</source>
        <translation>文本相同即合并（如 openid、设备号）；一人可有多个。</translation>
    </message>
    <message>
        <source>These customers are never one person, whatever they share. Only customer keys can be named: rows without a customer can&apos;t be kept apart.</source>
        <translation>无论有何相同之处，这些客户都不是同一人。只能写客户键：没有客户的行无法分开。</translation>
    </message>
    <message>
        <source>Joins no persons: more answers find their event. What is ticked doesn&apos;t count when link keys are compared.</source>
        <translation>不合并任何人，只让更多回答找到事件。比对关联键时忽略勾选的内容。</translation>
    </message>
    <message>
        <source>blanks around and inside</source>
        <translation>首尾与中间的空格</translation>
    </message>
    <message>
        <source>full width</source>
        <translation>全角</translation>
    </message>
    <message>
        <source>capital letters</source>
        <translation>大小写</translation>
    </message>
    <message>
        <source>“.0” behind a number</source>
        <translation>数字后的“.0”</translation>
    </message>
    <message>
        <source>zeros before digits</source>
        <translation>数字前的零</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>忽略%1</translation>
    </message>
    <message>
        <source>shared by too many</source>
        <translation>共用者过多</translation>
    </message>
    <message>
        <source>a placeholder: nobody&apos;s key</source>
        <translation>占位内容：不是任何人的键</translation>
    </message>
    <message>
        <source>would join two member ids</source>
        <translation>会合并两个会员号</translation>
    </message>
    <message>
        <source>kept apart by a rule</source>
        <translation>有规则要求分开</translation>
    </message>
    <message>
        <source>Link keys seem to be written in different ways: compared %1, %2 answers instead of %3 find their event.</source>
        <translation>关联键的写法似乎不一致：若比对时%1，将有 %2 条回答找到事件（现为 %3 条）。</translation>
    </message>
    <message>
        <source>%1 persons instead of %2</source>
        <translation>%1 人（现为 %2 人）</translation>
    </message>
    <message>
        <source>Phone numbers in %1 look like the same key</source>
        <translation>%1 中的手机号看起来是同一个键</translation>
    </message>
    <message>
        <source>E-mail addresses in %1 look like the same key</source>
        <translation>%1 中的邮箱看起来是同一个键</translation>
    </message>
    <message>
        <source>Member ids in %1 look like the same key</source>
        <translation>%1 中的会员号看起来是同一个键</translation>
    </message>
    <message>
        <source>Values in %1 look like the same key</source>
        <translation>%1 中的值看起来是同一个键</translation>
    </message>
    <message>
        <source>: join? It would make %1.</source>
        <translation>：要合并吗？合并后为 %1。</translation>
    </message>
</context>
<context>
    <name>xo::ui::ImportFiles</name>
    <message>
        <source>Looking at %1</source>
        <translation>正在查看 %1</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>正在检查 %1</translation>
    </message>
    <message>
        <source>No file is left to import.</source>
        <translation>没有可导入的文件。</translation>
    </message>
    <message>
        <source>The import is being written.</source>
        <translation>正在写入。</translation>
    </message>
    <message>
        <source>The project is read-only: save it under another name first.</source>
        <translation>项目是只读的：请先另存为。</translation>
    </message>
    <message>
        <source>%1 cannot be imported as it stands.</source>
        <translation>%1 无法按现状导入。</translation>
    </message>
    <message>
        <source>%1 cannot be imported: change how it is read or remove it from the list. All files come together or not at all.</source>
        <translation>%1 无法导入：请更改读取方式，或从列表中移除。所有文件要么一起导入，要么都不导入。</translation>
    </message>
    <message>
        <source>%1: answer the question above.</source>
        <translation>%1：请先回答上面的问题。</translation>
    </message>
    <message>
        <source>%1: the check of the whole file was stopped.</source>
        <translation>%1：整个文件的检查已停止。</translation>
    </message>
    <message>
        <source>%1: the whole file is being checked.</source>
        <translation>%1：正在检查整个文件。</translation>
    </message>
</context>
<context>
    <name>xo::ui::ImportWizard</name>
    <message>
        <source>%1 (hidden)</source>
        <translation>%1（隐藏）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Import: %1</source>
        <translation>导入：%1</translation>
    </message>
    <message>
        <source>detect</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>first with data</source>
        <translation>第一个有数据的</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Stages in columns</source>
        <translation>环节在列中</translation>
    </message>
    <message>
        <source>One time column per stage? Name them in order, separated by commas</source>
        <translation>每个环节一个时间列？按顺序填写列名，用逗号分隔</translation>
    </message>
    <message>
        <source>Columns of the file</source>
        <translation>文件的列</translation>
    </message>
    <message>
        <source>Rows left out and cells that stand out</source>
        <translation>未导入的行与异常单元格</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. The file itself is not changed.</source>
        <translation>数据不会离开本机，文件本身不会改动。</translation>
    </message>
    <message>
        <source>%1 rows read, %2 can be imported</source>
        <translation>读取 %1 行，可导入 %2 行</translation>
    </message>
    <message>
        <source>Role of %1</source>
        <translation>%1 的角色</translation>
    </message>
    <message>
        <source>Type of %1</source>
        <translation>%1 的类型</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Dataset</source>
        <translation>数据集(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Encoding</source>
        <translation>编码(&amp;E)</translation>
    </message>
    <message>
        <source>De&amp;limiter</source>
        <translation>分隔符(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Quote</source>
        <translation>引号(&amp;Q)</translation>
    </message>
    <message>
        <source>Esca&amp;pe</source>
        <translation>转义(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;omment</source>
        <translation>注释(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Header rows</source>
        <translation>表头行数(&amp;H)</translation>
    </message>
    <message>
        <source>Shee&amp;t</source>
        <translation>工作表(&amp;T)</translation>
    </message>
    <message>
        <source>Ta&amp;ble inside</source>
        <translation>包内的表(&amp;B)</translation>
    </message>
    <message>
        <source>%1 (found)</source>
        <translation>%1（识别）</translation>
    </message>
    <message>
        <source>doubled</source>
        <translation>双写</translation>
    </message>
    <message>
        <source>import them</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>first table</source>
        <translation>第一个表</translation>
    </message>
    <message>
        <source>as %1 before</source>
        <translation>与之前的 %1 相同</translation>
    </message>
    <message>
        <source>Sta&amp;ges in columns</source>
        <translation>环节在列中(&amp;G)</translation>
    </message>
    <message>
        <source>Left out and standing out (%1)</source>
        <translation>拒收与异常（%1）</translation>
    </message>
    <message>
        <source>Left out and standing out</source>
        <translation>拒收与异常</translation>
    </message>
    <message>
        <source>Changed since %1 (%2)</source>
        <translation>与 %1 相比的变化（%2）</translation>
    </message>
    <message>
        <source>Changed since last time</source>
        <translation>与上次相比的变化</translation>
    </message>
    <message>
        <source>Encoding: sample lines</source>
        <translation>编码依据的行</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Columns (%1)</source>
        <translation>列（%1）</translation>
    </message>
    <message>
        <source>Same for all %1 of this header</source>
        <translation>应用到同表头的 %1 个文件</translation>
    </message>
    <message>
        <source>No file to import</source>
        <translation>没有要导入的文件</translation>
    </message>
    <message>
        <source>This file cannot be read as it stands. Choose how to read it, or remove it from the list.</source>
        <translation>这个文件无法按现状读取。请选择读取方式，或从列表中移除。</translation>
    </message>
    <message>
        <source>Import %1 files</source>
        <translation>导入 %1 个文件</translation>
    </message>
    <message>
        <source>&amp;Files</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Files to import</source>
        <translation>要导入的文件</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Drop files or folders here, or add them on the left.</source>
        <translation>把文件或文件夹拖到这里，或在左边添加。</translation>
    </message>
    <message>
        <source>First and odd rows; F2 chooses the role of a column, Shift+F2 its type</source>
        <translation>前几行与异常行；F2 选择列的角色，Shift+F2 选择类型</translation>
    </message>
    <message>
        <source>What changed since the recipe</source>
        <translation>与配方相比的变化</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Lines the encoding was told from</source>
        <translation>判断编码所依据的行</translation>
    </message>
    <message>
        <source>What the file holds</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Details of the file</source>
        <translation>文件详情</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>C&amp;heck the whole file</source>
        <translation>检查整个文件(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Import %1 rows</source>
        <translation>导入 %1 行(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message>
        <source>Writing: %1%</source>
        <translation>正在写入：%1%</translation>
    </message>
    <message>
        <source>%1 (%2 of %3)</source>
        <translation>%1（%2，共 %3）</translation>
    </message>
    <message>
        <source>Value labels</source>
        <translation>值标签</translation>
    </message>
    <message>
        <source>Value labels: %1</source>
        <translation>值标签：%1</translation>
    </message>
    <message>
        <source>Hidde&amp;n rows</source>
        <translation>隐藏行(&amp;N)</translation>
    </message>
    <message>
        <source>hidden: %1</source>
        <translation>隐藏 %1 行</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>1 row read, %1 can be imported</source>
        <translation>读取 1 行，可导入 %1 行</translation>
    </message>
    <message>
        <source>rows left out: %1</source>
        <translation>未导入 %1 行</translation>
    </message>
    <message>
        <source>scores out of range: %1</source>
        <translation>超范围分数 %1 个</translation>
    </message>
    <message>
        <source>cells kept as text: %1</source>
        <translation>保留原文 %1 格</translation>
    </message>
    <message>
        <source>repeated ids: %1</source>
        <translation>重复编号 %1 个</translation>
    </message>
    <message>
        <source>bytes, not read: %1</source>
        <translation>二进制列未读取：%1</translation>
    </message>
    <message>
        <source>every row and every cell was taken as it is</source>
        <translation>每一行、每一格都按原样导入</translation>
    </message>
    <message>
        <source>%1 · rows: %2, columns: %3</source>
        <translation>%1 · %2 行，%3 列</translation>
    </message>
    <message>
        <source>Fro&amp;m a database…</source>
        <translation>从数据库(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Value labels</source>
        <translation>值标签(&amp;V)</translation>
    </message>
    <message>
        <source>What the values of the column mean</source>
        <translation>这一列各个值的含义</translation>
    </message>
    <message>
        <source>Split into col&amp;umns</source>
        <translation>拆成各列(&amp;U)</translation>
    </message>
    <message>
        <source>Each option of the question as a column of its own</source>
        <translation>题目的每个选项各成一列</translation>
    </message>
    <message>
        <source>&amp;Join as one question</source>
        <translation>合并为一题(&amp;J)</translation>
    </message>
    <message>
        <source>The columns chosen (Shift or Ctrl with the arrows) as the options of one question</source>
        <translation>把选中的列（Shift 或 Ctrl 加方向键）作为一道题的选项</translation>
    </message>
    <message>
        <source>&amp;Import 1 row</source>
        <translation>导入 1 行(&amp;I)</translation>
    </message>
    <message>
        <source>rows of totals left out: %1</source>
        <translation>合计行（未导入）：%1</translation>
    </message>
</context>
<context>
    <name>xo::ui::JourneyEditor</name>
    <message>
        <source>Journeys</source>
        <translation>旅程</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No journey is saved yet: the stages are those of the data. Press New to define one.</source>
        <translation>还没有保存的旅程：环节取自数据。按“新建”定义一个。</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>A journey with the stages of the data</source>
        <translation>以数据中的环节新建旅程</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Read a journey from a JSON file</source>
        <translation>从 JSON 文件读入旅程</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write the journey as a JSON file, as xow journey takes it</source>
        <translation>把旅程写成 JSON 文件，可供 xow journey 使用</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>旅程</translation>
    </message>
    <message>
        <source>Events of</source>
        <translation>事件数据集</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>from the first stage: 90d, 36h, 7cd (calendar days)</source>
        <translation>从首个环节起：90d、36h、7cd（自然日）</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Exclusion</source>
        <translation>排除事件</translation>
    </message>
    <message>
        <source>none; a condition on events that ends the journey, such as stage = &apos;cancelled&apos;</source>
        <translation>无；结束旅程的事件条件，例如 stage = &apos;退订&apos;</translation>
    </message>
    <message>
        <source>The same through the journey:</source>
        <translation>整个旅程保持不变的键：</translation>
    </message>
    <message>
        <source>Columns held constant</source>
        <translation>保持不变的列</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Drag to re-order, or Alt+Up and Alt+Down; Insert adds, Delete removes</source>
        <translation>拖动排序，或用 Alt+↑、Alt+↓；Insert 添加，Delete 移除</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a stage behind the chosen one</source>
        <translation>在所选环节后添加环节</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove the chosen stage</source>
        <translation>移除所选环节</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move the stage up (Alt+Up)</source>
        <translation>上移环节（Alt+↑）</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move the stage down (Alt+Down)</source>
        <translation>下移环节（Alt+↓）</translation>
    </message>
    <message>
        <source> (optional)</source>
        <translation>（可选）</translation>
    </message>
    <message>
        <source>In order (others between)</source>
        <translation>依次（可间隔）</translation>
    </message>
    <message>
        <source>Strict (mapped stages)</source>
        <translation>严格（仅看所选环节）</translation>
    </message>
    <message>
        <source>Strict (all events)</source>
        <translation>严格（看全部事件）</translation>
    </message>
    <message>
        <source>Any order</source>
        <translation>不限顺序</translation>
    </message>
    <message>
        <source>Furthest attempt</source>
        <translation>走得最远的一次</translation>
    </message>
    <message>
        <source>First attempt</source>
        <translation>第一次</translation>
    </message>
    <message>
        <source>Every attempt</source>
        <translation>每一次</translation>
    </message>
    <message>
        <source>All event datasets</source>
        <translation>全部事件数据集</translation>
    </message>
    <message>
        <source>New journey</source>
        <translation>新旅程</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>Looking at the stages</source>
        <translation>正在读取环节</translation>
    </message>
    <message>
        <source>New stage</source>
        <translation>新环节</translation>
    </message>
    <message>
        <source>A journey needs a name.</source>
        <translation>旅程要有名称。</translation>
    </message>
    <message>
        <source>There is already a journey of this name.</source>
        <translation>已有同名的旅程。</translation>
    </message>
    <message>
        <source>A journey needs a stage: press Add.</source>
        <translation>旅程至少要有一个环节：请按“添加”。</translation>
    </message>
    <message>
        <source>Counting the journey</source>
        <translation>正在计算旅程</translation>
    </message>
    <message>
        <source>%1 entrants, %2 reach the last stage</source>
        <translation>%1 人进入，%2 人到达最后环节</translation>
    </message>
    <message>
        <source>Import a journey</source>
        <translation>导入旅程</translation>
    </message>
    <message>
        <source>Journeys (*.json)</source>
        <translation>旅程 (*.json)</translation>
    </message>
    <message>
        <source>Export the journey</source>
        <translation>导出旅程</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>The first and the last stage can&apos;t be passed over.</source>
        <translation>首尾环节不能跳过。</translation>
    </message>
</context>
<context>
    <name>xo::ui::JourneyInspector</name>
    <message>
        <source>Stages of the data</source>
        <translation>数据中的环节</translation>
    </message>
    <message>
        <source>365 days</source>
        <translation>365 天</translation>
    </message>
    <message>
        <source>The journey&apos;s own</source>
        <translation>按旅程设定</translation>
    </message>
    <message>
        <source>In order (others between)</source>
        <translation>依次（可间隔）</translation>
    </message>
    <message>
        <source>Strict (mapped stages)</source>
        <translation>严格（仅看所选环节）</translation>
    </message>
    <message>
        <source>Strict (all events)</source>
        <translation>严格（看全部事件）</translation>
    </message>
    <message>
        <source>Any order</source>
        <translation>不限顺序</translation>
    </message>
    <message>
        <source>Furthest attempt</source>
        <translation>走得最远的一次</translation>
    </message>
    <message>
        <source>First attempt</source>
        <translation>第一次</translation>
    </message>
    <message>
        <source>Every attempt</source>
        <translation>每一次</translation>
    </message>
    <message>
        <source>No breakdown</source>
        <translation>不拆分</translation>
    </message>
    <message>
        <source>Each stage&apos;s own</source>
        <translation>各环节自己的</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>所选：%1</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Definition and formula</source>
        <translation>定义与公式</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>旅程</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Break down</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Stages of the journey</source>
        <translation>旅程的环节</translation>
    </message>
    <message>
        <source>List customers</source>
        <translation>查看客户</translation>
    </message>
    <message>
        <source>Save as segment</source>
        <translation>存为细分</translation>
    </message>
    <message>
        <source>All entrants</source>
        <translation>全部客户</translation>
    </message>
    <message>
        <source>Last %1 months</source>
        <translation>近 %1 个月</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时期</translation>
    </message>
    <message>
        <source>Those who entered in the last months, compared with as many days before: shows which stage holds customers up. Automatic: the last 6 months where the 6 before them are there to compare with, else all entrants</source>
        <translation>最近几个月进入的客户，与之前同样天数相比：看哪个环节是卡点。自动：之前 6 个月可供比较时取最近 6 个月，否则取全部进入者</translation>
    </message>
    <message>
        <source>Edit journeys…</source>
        <translation>编辑旅程…</translation>
    </message>
    <message>
        <source>Stages, their conditions and order, questions, targets and standards</source>
        <translation>环节及其条件、顺序、问题、目标和标准</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>The period before</source>
        <translation>之前一期</translation>
    </message>
    <message>
        <source>The stages&apos; targets</source>
        <translation>各环节目标</translation>
    </message>
    <message>
        <source>Peers (the groups)</source>
        <translation>同类（各组）</translation>
    </message>
    <message>
        <source>The customers&apos; other stages</source>
        <translation>同一客户的其他环节</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>O against</source>
        <translation>O 参考</translation>
    </message>
    <message>
        <source>X against</source>
        <translation>X 参考</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What conversion is held against. Automatic: the period before when a period is chosen, else the stages&apos; targets</source>
        <translation>转化率与什么比较。自动：选了时期则与之前一期比较，否则与各环节目标比较</translation>
    </message>
    <message>
        <source>What satisfaction is held against. Automatic: the period before when a period is chosen, else what the same customers say of their other stages</source>
        <translation>满意度与什么比较。自动：选了时期则与之前一期比较，否则与同一客户对其他环节的评价比较</translation>
    </message>
    <message>
        <source>Question with the reasons of those who left</source>
        <translation>询问流失原因的题目</translation>
    </message>
    <message>
        <source>Why they left</source>
        <translation>为什么流失</translation>
    </message>
</context>
<context>
    <name>xo::ui::JourneyPage</name>
    <message>
        <source>%1 › %2</source>
        <translation>%1 › %2</translation>
    </message>
    <message>
        <source>%1 › lost before %2</source>
        <translation>%1 › 未到 %2 已流失</translation>
    </message>
    <message>
        <source>%1 › still open</source>
        <translation>%1 › 进行中</translation>
    </message>
    <message>
        <source>%1 › not %2</source>
        <translation>%1 › 未 %2</translation>
    </message>
    <message>
        <source>Reached %1</source>
        <translation>到达 %1</translation>
    </message>
    <message>
        <source>(blank)</source>
        <translation>(空)</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>旅程</translation>
    </message>
    <message>
        <source>Computing the journey</source>
        <translation>正在计算旅程</translation>
    </message>
    <message>
        <source>No events yet</source>
        <translation>还没有事件数据</translation>
    </message>
    <message>
        <source>Import the events of your customers (visits, orders, appointments with a customer and a time): the journey shows how many get from stage to stage, and where they stop.</source>
        <translation>请导入客户的事件（到店、下单、预约等，含客户与时间）：旅程会显示每一步有多少人走到、在哪里停下。</translation>
    </message>
    <message>
        <source>Import events…</source>
        <translation>导入事件…</translation>
    </message>
    <message>
        <source>Rate = reached this stage ÷ reached the stage before, counting customers whose window is over.</source>
        <translation>率 = 到达本环节 ÷ 到达上一环节，只计窗口已满的客户。</translation>
    </message>
    <message>
        <source>No customer matches</source>
        <translation>没有符合条件的客户</translation>
    </message>
    <message>
        <source>No customer matches the conditions</source>
        <translation>没有符合条件的客户</translation>
    </message>
    <message>
        <source>The last condition was “%1”.</source>
        <translation>最后一个条件是“%1”。</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>base %1 customers, %2 answers</source>
        <translation>基数 %1 客户、%2 回答</translation>
    </message>
    <message>
        <source>window %1</source>
        <translation>窗口 %1</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>%1% of answers linked</source>
        <translation>关联率 %1%</translation>
    </message>
    <message>
        <source>Rate = reached this stage ÷ reached the stage before, counting only customers whose window (%1) is over at the latest time of the data. Open: the window still runs; lost: it is over. Interval: Wilson, 95%.</source>
        <translation>率 = 到达本环节 ÷ 到达上一环节，只计在数据最后时间窗口（%1）已满的客户。进行中：窗口未满；流失：窗口已满。区间：Wilson，95%。</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Journey chart</source>
        <translation>旅程图</translation>
    </message>
    <message>
        <source>Stages of the journey</source>
        <translation>旅程的环节</translation>
    </message>
    <message>
        <source>Groups of the breakdown</source>
        <translation>拆分的分组</translation>
    </message>
    <message>
        <source>entered since %1</source>
        <translation>%1 起进入</translation>
    </message>
    <message>
        <source>Funnel</source>
        <translation>漏斗</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Breakdown</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Cohorts</source>
        <translation>进入时期趋势</translation>
    </message>
    <message>
        <source>Views of the journey</source>
        <translation>旅程的视图</translation>
    </message>
    <message>
        <source>With the period before</source>
        <translation>与上一期比较</translation>
    </message>
    <message>
        <source>With the same period a year before</source>
        <translation>与去年同期比较</translation>
    </message>
    <message>
        <source>Segment %1 with the rest</source>
        <translation>细分“%1”与其余比较</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>按月</translation>
    </message>
    <message>
        <source>By week</source>
        <translation>按周</translation>
    </message>
    <message>
        <source>By quarter</source>
        <translation>按季度</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Periods</source>
        <translation>时期</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Overdue at %1</source>
        <translation>逾期：%1</translation>
    </message>
    <message>
        <source>%1, window over</source>
        <translation>%1，窗口已满</translation>
    </message>
    <message>
        <source>%1 in the other period, window over</source>
        <translation>对照期%1，窗口已满</translation>
    </message>
    <message>
        <source>%1 › %2, window over</source>
        <translation>%1 › %2，窗口已满</translation>
    </message>
    <message>
        <source>%1 (who made these %2 attempts)</source>
        <translation>%1（共 %2 次尝试的客户）</translation>
    </message>
</context>
<context>
    <name>xo::ui::JourneyView</name>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Chart of the tab</source>
        <translation>本页图表</translation>
    </message>
    <message>
        <source>Figures of the tab</source>
        <translation>本页数字</translation>
    </message>
    <message>
        <source>Today&apos;s call list…</source>
        <translation>今日联系名单…</translation>
    </message>
    <message>
        <source>Who is still open here for longer than nine of ten needed, to read and to export</source>
        <translation>仍停在这一步、等待超过九成客户用时的人，可查看与导出</translation>
    </message>
</context>
<context>
    <name>xo::ui::LabelsModel</name>
    <message>
        <source>Value in the file</source>
        <translation>文件中的值</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>In the sample</source>
        <translation>样本中的行数</translation>
    </message>
</context>
<context>
    <name>xo::ui::LabelsPanel</name>
    <message>
        <source>Value labels</source>
        <translation>值标签</translation>
    </message>
    <message>
        <source>Value labels of %1</source>
        <translation>%1 的值标签</translation>
    </message>
    <message>
        <source>Type what a value means: the rows above show it at once.</source>
        <translation>填写各个值的含义：上方的预览立即显示。</translation>
    </message>
    <message>
        <source>Only scores, whole numbers and categories have value labels.</source>
        <translation>只有评分、整数和类别列有值标签。</translation>
    </message>
    <message>
        <source>Add a value</source>
        <translation>添加值</translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation>恢复为文件中的</translation>
    </message>
</context>
<context>
    <name>xo::ui::LinksPanel</name>
    <message>
        <source>Looking at the links</source>
        <translation>正在检查关联</translation>
    </message>
    <message>
        <source>How answers find the event they are about</source>
        <translation>回答如何找到所评价的事件</translation>
    </message>
    <message>
        <source>Figures and quality of keys</source>
        <translation>数字与键的质量</translation>
    </message>
    <message>
        <source>Show these answers</source>
        <translation>查看这些回答</translation>
    </message>
    <message>
        <source>Quality of the keys</source>
        <translation>键的质量</translation>
    </message>
    <message>
        <source>Datasets of answers</source>
        <translation>回答数据集</translation>
    </message>
    <message>
        <source>Figures of the links</source>
        <translation>关联的数字</translation>
    </message>
    <message>
        <source>No answers yet. Import survey answers and journey events: here you then see which event each answer is about, and why others have none.</source>
        <translation>还没有回答。导入问卷回答和旅程事件后，这里会显示每条回答所评价的事件，以及其余回答为何没有。</translation>
    </message>
    <message>
        <source>Answers of</source>
        <translation>回答数据集</translation>
    </message>
    <message>
        <source>Tied by</source>
        <translation>关联方式</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Tied</source>
        <translation>已关联</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Not tied</source>
        <translation>未关联</translation>
    </message>
    <message>
        <source>Rows if joined</source>
        <translation>连接后的行数</translation>
    </message>
    <message>
        <source>equal link keys</source>
        <translation>相同的关联键</translation>
    </message>
    <message>
        <source>the customer&apos;s latest event within %1 days before</source>
        <translation>客户在回答前 %1 天内最近的事件</translation>
    </message>
    <message>
        <source>How many rows a join of the answers with all events under their key would give</source>
        <translation>把回答与同键的全部事件连接后会有多少行</translation>
    </message>
    <message>
        <source>The project has no events: every answer stands alone. Import journey events to tie them.</source>
        <translation>项目中没有事件：回答都无从关联。请导入旅程事件。</translation>
    </message>
    <message>
        <source>Tied to an event</source>
        <translation>已关联到事件</translation>
    </message>
    <message>
        <source>An event has the same link key, whatever the times.</source>
        <translation>有事件的关联键相同，与时间先后无关。</translation>
    </message>
    <message>
        <source>The customer has an event in the %1 days before the answer; the latest counts.</source>
        <translation>客户在回答前 %1 天内有事件，取最近的一个。</translation>
    </message>
    <message>
        <source>Kept in every figure of the survey; left out where the event is asked for.</source>
        <translation>问卷的各项数字照常计入；用到事件时不计入。</translation>
    </message>
    <message>
        <source>no link key</source>
        <translation>没有关联键</translation>
    </message>
    <message>
        <source>The link column is blank in these rows.</source>
        <translation>这些行的关联列为空。</translation>
    </message>
    <message>
        <source>key unknown</source>
        <translation>关联键未知</translation>
    </message>
    <message>
        <source>No event has this key: not imported yet, or written in another way.</source>
        <translation>没有事件含此键：尚未导入，或写法不同。</translation>
    </message>
    <message>
        <source>no customer</source>
        <translation>没有客户</translation>
    </message>
    <message>
        <source>Nothing in the row says who answered.</source>
        <translation>行中没有说明是谁回答的。</translation>
    </message>
    <message>
        <source>no event in time</source>
        <translation>期限内没有事件</translation>
    </message>
    <message>
        <source>The customer has no event in the %1 days before the answer.</source>
        <translation>客户在回答前 %1 天内没有事件。</translation>
    </message>
    <message>
        <source>Ambiguous</source>
        <translation>有歧义</translation>
    </message>
    <message>
        <source>Tied, but the events under the key belong to different customers.</source>
        <translation>已关联，但同键的事件属于不同客户。</translation>
    </message>
    <message>
        <source>Tied, but events of the same instant belong to different customers.</source>
        <translation>已关联，但同一时刻的事件属于不同客户。</translation>
    </message>
    <message>
        <source>Answered before the event</source>
        <translation>早于事件的回答</translation>
    </message>
    <message>
        <source>Tied by key, but the answer is older than every event under it.</source>
        <translation>按键已关联，但回答早于同键的所有事件。</translation>
    </message>
    <message>
        <source>Customer unknown</source>
        <translation>客户未知</translation>
    </message>
    <message>
        <source>These answers belong to no customer: lists and segments leave them out.</source>
        <translation>这些回答不属于任何客户：名单和细分不含它们。</translation>
    </message>
    <message>
        <source>Several events under the key</source>
        <translation>同键有多个事件</translation>
    </message>
    <message>
        <source>Each is tied to one of them only; at most %1 stand under one key.</source>
        <translation>每条只关联其中一个；一个键下最多 %1 个事件。</translation>
    </message>
    <message>
        <source>What a join by hand would give. Nothing here multiplies answers.</source>
        <translation>自行连接会得到的行数。这里的数字都不会把回答变多。</translation>
    </message>
    <message>
        <source>Answers of %1</source>
        <translation>%1 的回答</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Shows these answers</source>
        <translation>查看这些回答</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Used as</source>
        <translation>用作</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>No such key</source>
        <translation>不成键</translation>
    </message>
    <message>
        <source>Placeholders</source>
        <translation>占位内容</translation>
    </message>
    <message>
        <source>Different keys</source>
        <translation>不同的键</translation>
    </message>
    <message>
        <source>Shared by many</source>
        <translation>多人共用</translation>
    </message>
    <message>
        <source>The text is no key of this kind, such as a word among phones</source>
        <translation>文本不是这类键，例如手机号列里的文字</translation>
    </message>
    <message>
        <source>What people type where they don&apos;t want to answer: 13800138000, 无, test@test.com. It joins nobody.</source>
        <translation>不愿填写时的内容：13800138000、无、test@test.com。不用于合并。</translation>
    </message>
    <message>
        <source>Keys that more than %1 customers share, such as the phone of a shop</source>
        <translation>超过 %1 个客户共用的键，例如门店电话</translation>
    </message>
    <message>
        <source>link key</source>
        <translation>关联键</translation>
    </message>
    <message>
        <source>customer key</source>
        <translation>客户键</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>equal link keys: %1 = %2</source>
        <translation>关联键相同：%1 = %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>The rule of each survey. Equal link keys tie whatever the times; only where the datasets share no link, the customer&apos;s latest event before the answer counts.</source>
        <translation>每份问卷的关联规则。关联键相同即关联，不论时间；只有两边没有共同关联键时，才取该客户作答前最近的事件。</translation>
    </message>
</context>
<context>
    <name>xo::ui::ListTable</name>
    <message>
        <source>Copies the selected rows, or the first 100,000</source>
        <translation>复制选中的行；未选时复制前 100,000 行</translation>
    </message>
    <message>
        <source>%1 rows copied.</source>
        <translation>已复制 %1 行。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>xo::ui::MainWindow</name>
    <message>
        <source>No recent files</source>
        <translation>没有最近的文件</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销：%1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做：%1(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New project</source>
        <translation>新建项目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Compact for faster journeys</source>
        <translation>整理项目以加快旅程(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Export list…</source>
        <translation>导出名单(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>复制图片(&amp;P)</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>复制表格(&amp;T)</translation>
    </message>
    <message>
        <source>Add a &amp;filter…</source>
        <translation>添加筛选(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Clear filters and drill path</source>
        <translation>清除筛选与下钻(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Back in the selection</source>
        <translation>后退一步选择(&amp;B)</translation>
    </message>
    <message>
        <source>F&amp;orward in the selection</source>
        <translation>前进一步选择(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>检查器(&amp;I)</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>图片（PNG）…</translation>
    </message>
    <message>
        <source>Picture (SVG)…</source>
        <translation>图片（SVG）…</translation>
    </message>
    <message>
        <source>Table (CSV)…</source>
        <translation>表格（CSV）…</translation>
    </message>
    <message>
        <source>List of customers…</source>
        <translation>客户名单…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About XO Workbench</source>
        <translation>关于 XO Workbench(&amp;A)</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>No project open</source>
        <translation>未打开项目</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>关闭检查器</translation>
    </message>
    <message>
        <source>Back to the selection before</source>
        <translation>回到上一个选择</translation>
    </message>
    <message>
        <source>Forward to the next selection</source>
        <translation>前进到下一个选择</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the picture, the table or a list</source>
        <translation>导出图片、表格或名单</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>当前选择</translation>
    </message>
    <message>
        <source>Save as segment</source>
        <translation>存为细分</translation>
    </message>
    <message>
        <source>Name of the segment</source>
        <translation>细分的名称</translation>
    </message>
    <message>
        <source>Segment %1 saved.</source>
        <translation>已保存细分 %1。</translation>
    </message>
    <message>
        <source>SVG picture (*.svg)</source>
        <translation>SVG 图片 (*.svg)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>&lt;h2&gt;XO Workbench %1&lt;/h2&gt;&lt;p&gt;What happens on the journey, why, and to whom. Everything stays on this computer.&lt;/p&gt;&lt;p&gt;MIT licence.&lt;/p&gt;&lt;h3&gt;Built with&lt;/h3&gt;</source>
        <translation>&lt;h2&gt;XO Workbench %1&lt;/h2&gt;&lt;p&gt;旅程上发生了什么、为什么、发生在谁身上。一切都留在本机。&lt;/p&gt;&lt;p&gt;MIT 许可证。&lt;/p&gt;&lt;h3&gt;使用的组件&lt;/h3&gt;</translation>
    </message>
    <message>
        <source>About XO Workbench</source>
        <translation>关于 XO Workbench</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
    <message>
        <source>Import from a &amp;database…</source>
        <translation>从数据库导入(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Journeys…</source>
        <translation>旅程(&amp;J)…</translation>
    </message>
</context>
<context>
    <name>xo::ui::MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
</context>
<context>
    <name>xo::ui::NpsInspector</name>
    <message>
        <source>No breakdown</source>
        <translation>不拆分</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>按月</translation>
    </message>
    <message>
        <source>By week</source>
        <translation>按周</translation>
    </message>
    <message>
        <source>By quarter</source>
        <translation>按季度</translation>
    </message>
    <message>
        <source>No trend</source>
        <translation>不看趋势</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>Period before</source>
        <translation>上一期</translation>
    </message>
    <message>
        <source>Same period a year ago</source>
        <translation>去年同期</translation>
    </message>
    <message>
        <source>Every answer counts</source>
        <translation>每次回答都计</translation>
    </message>
    <message>
        <source>Latest per customer</source>
        <translation>每位客户最近一次</translation>
    </message>
    <message>
        <source>Unweighted</source>
        <translation>不加权</translation>
    </message>
    <message>
        <source>By number of answers</source>
        <translation>按回答数</translation>
    </message>
    <message>
        <source>By NPS</source>
        <translation>按 NPS</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>所选：%1</translation>
    </message>
    <message>
        <source>Promoters, passives, detractors</source>
        <translation>推荐者、中立者、贬损者</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Not asked</source>
        <translation>未询问</translation>
    </message>
    <message>
        <source>Out of range</source>
        <translation>超出范围</translation>
    </message>
    <message>
        <source>Unparsed</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>Replaced by a later answer</source>
        <translation>被后来的回答替代</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基数</translation>
    </message>
    <message>
        <source>How to read</source>
        <translation>怎么看</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Break down</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>then by</source>
        <translation>再按</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>趋势</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复作答</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Sort bars</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>NPS = share of promoters (9–10) − share of detractors (0–6), in points; valid answers only.
▲▼ differs from the rest: q ≤ 0.05 and at least 5 points.
n 10–29: indicative, hatched; n &lt; 10: not shown.
Interval: 95%, adjusted Wald from the counts.</source>
        <translation>NPS = 推荐者（9–10）占比 − 贬损者（0–6）占比，单位为点；只计有效回答。
▲▼ 与其余有差别：q ≤ 0.05 且至少 5 点。
n 10–29：参考，斜线；n &lt; 10：不显示。
区间：95%，由计数得出的校正 Wald。</translation>
    </message>
    <message>
        <source>List customers</source>
        <translation>查看客户</translation>
    </message>
    <message>
        <source>Save as segment</source>
        <translation>存为细分</translation>
    </message>
</context>
<context>
    <name>xo::ui::NpsModel</name>
    <message>
        <source>n&lt;10 not shown</source>
        <translation>n&lt;10 不显示</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>(blank)</source>
        <translation>(空)</translation>
    </message>
    <message>
        <source>Raw difference to all other answers of the table</source>
        <translation>与表中其余回答之差（未校正）</translation>
    </message>
    <message>
        <source>Benjamini–Hochberg over all groups with n ≥ 10</source>
        <translation>对所有 n ≥ 10 的组做 Benjamini–Hochberg 校正</translation>
    </message>
    <message>
        <source>95% interval, adjusted Wald from the counts</source>
        <translation>95% 区间，由计数得出的校正 Wald</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Promoters</source>
        <translation>推荐者</translation>
    </message>
    <message>
        <source>Passives</source>
        <translation>中立者</translation>
    </message>
    <message>
        <source>Detractors</source>
        <translation>贬损者</translation>
    </message>
    <message>
        <source>NPS</source>
        <translation>NPS</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>vs rest</source>
        <translation>与其余之差</translation>
    </message>
    <message>
        <source>q</source>
        <translation>q</translation>
    </message>
</context>
<context>
    <name>xo::ui::NpsPage</name>
    <message>
        <source>Answered %1</source>
        <translation>回答 %1</translation>
    </message>
    <message>
        <source>(blank)</source>
        <translation>(空)</translation>
    </message>
    <message>
        <source>&amp;Drill into this</source>
        <translation>下钻(&amp;D)</translation>
    </message>
    <message>
        <source>Add to &amp;filter</source>
        <translation>加入筛选(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;List customers…</source>
        <translation>查看客户(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Save as segment…</source>
        <translation>存为细分(&amp;S)…</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>复制表格(&amp;T)</translation>
    </message>
    <message>
        <source>NPS</source>
        <translation>NPS</translation>
    </message>
    <message>
        <source>Computing NPS</source>
        <translation>正在计算 NPS</translation>
    </message>
    <message>
        <source>No NPS question yet</source>
        <translation>还没有 NPS 题</translation>
    </message>
    <message>
        <source>Import answers with a 0–10 question “how likely are you to recommend us” (role nps): this page shows the score, where it differs, and how it moves.</source>
        <translation>请导入带有 0–10 分推荐意愿题（角色 nps）的答卷：本页显示得分、差别在哪里、如何变化。</translation>
    </message>
    <message>
        <source>Import answers…</source>
        <translation>导入答卷…</translation>
    </message>
    <message>
        <source>No answer matches</source>
        <translation>没有符合条件的回答</translation>
    </message>
    <message>
        <source>No answer matches the conditions</source>
        <translation>没有符合条件的回答</translation>
    </message>
    <message>
        <source>The last condition was “%1”.</source>
        <translation>最后一个条件是“%1”。</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>%1 valid answers</source>
        <translation>%1 份有效回答</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>按 %1</translation>
    </message>
    <message>
        <source>%1% of answers linked</source>
        <translation>关联率 %1%</translation>
    </message>
    <message>
        <source>weighted by %1</source>
        <translation>按 %1 加权</translation>
    </message>
    <message>
        <source>NPS over time</source>
        <translation>NPS 趋势</translation>
    </message>
    <message>
        <source>NPS by group</source>
        <translation>各组 NPS</translation>
    </message>
    <message>
        <source>NPS table</source>
        <translation>NPS 表</translation>
    </message>
</context>
<context>
    <name>xo::ui::PersonDialog</name>
    <message>
        <source>Why one person</source>
        <translation>为何是同一人</translation>
    </message>
    <message>
        <source>What joined the keys, and the rows that hold it</source>
        <translation>合并的依据及所在的行</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>Joined by</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>These two are not one</source>
        <translation>这两个不是同一人</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at a person</source>
        <translation>正在查看一个人</translation>
    </message>
    <message>
        <source>%1: %2 keys, one person</source>
        <translation>%1：%2 个键，同一人</translation>
    </message>
    <message>
        <source>%1: joined with no other customer key</source>
        <translation>%1：没有与其他客户键合并</translation>
    </message>
    <message>
        <source>a row without a customer</source>
        <translation>没有客户的行</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1，第 %2 行</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Keys that did not join</source>
        <translation>未用于合并的键</translation>
    </message>
    <message>
        <source>Puts a rule that keeps the two apart on top of the list; taking the rule away joins them again.</source>
        <translation>在规则最前加一条“要求分开”；删除该规则即恢复合并。</translation>
    </message>
    <message>
        <source>One of the two is known by rows without a customer only. Such rows can&apos;t be kept apart: leave the column out of the rule instead.</source>
        <translation>其中一方只见于没有客户的行，这样的行无法分开：请改为从规则中去掉该列。</translation>
    </message>
</context>
<context>
    <name>xo::ui::PreviewDelegate</name>
    <message>
        <source>(missing)</source>
        <translation>（缺）</translation>
    </message>
</context>
<context>
    <name>xo::ui::PreviewModel</name>
    <message>
        <source>Rows that stand out, picked from the whole file</source>
        <translation>有问题或少见的行（从全文件挑出）</translation>
    </message>
    <message>
        <source>Rows that stand out among the first ones; the whole file is being checked</source>
        <translation>前几行中有问题的行；整个文件正在检查</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>%1, %2% blank</source>
        <translation>%1，空 %2%</translation>
    </message>
    <message>
        <source>%1 (cells too many: %2)</source>
        <translation>%1（多出 %2 格）</translation>
    </message>
</context>
<context>
    <name>xo::ui::ProblemsModel</name>
    <message>
        <source>outside its scale</source>
        <translation>超出量表</translation>
    </message>
    <message>
        <source>could not be read as its type</source>
        <translation>无法按类型识别</translation>
    </message>
    <message>
        <source>nobody said whether the day or the month comes first</source>
        <translation>未说明日在前还是月在前</translation>
    </message>
    <message>
        <source>more cells than the header</source>
        <translation>单元格多于表头</translation>
    </message>
    <message>
        <source>looks like a total</source>
        <translation>像是合计行</translation>
    </message>
    <message>
        <source>bytes that mean nothing in this encoding</source>
        <translation>此编码下无意义的字节</translation>
    </message>
    <message>
        <source>id seen before</source>
        <translation>编号重复</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>整行</translation>
    </message>
    <message>
        <source>row left out</source>
        <translation>该行未导入</translation>
    </message>
    <message>
        <source>listed, not counted</source>
        <translation>列出，不计入</translation>
    </message>
    <message>
        <source>kept as text</source>
        <translation>按文本保留</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>text kept, value blank</source>
        <translation>保留原文，数值为空</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>未询问</translation>
    </message>
    <message>
        <source>its answers are 1–5, an NPS is asked on 0–10</source>
        <translation>回答是 1–5，而 NPS 的量表是 0–10</translation>
    </message>
    <message>
        <source>read as you said</source>
        <translation>按您的指定读取</translation>
    </message>
    <message>
        <source>a mark stands in its place</source>
        <translation>以替代符号显示</translation>
    </message>
</context>
<context>
    <name>xo::ui::ProposalBar</name>
    <message>
        <source>Look at the rules</source>
        <translation>查看规则</translation>
    </message>
    <message>
        <source>Adds the rules to the list under Identity; nothing is applied yet</source>
        <translation>把规则加入“身份”中的列表；此时不会应用</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source> One more rule fits.</source>
        <translation>另有 1 条规则适用。</translation>
    </message>
    <message>
        <source> %1 more rules fit.</source>
        <translation>另有 %1 条规则适用。</translation>
    </message>
</context>
<context>
    <name>xo::ui::QuestionPanel</name>
    <message>
        <source>open</source>
        <translation>待答</translation>
    </message>
    <message>
        <source>set</source>
        <translation>已定</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>请选择…</translation>
    </message>
</context>
<context>
    <name>xo::ui::RecipePanel</name>
    <message>
        <source>found by name or header</source>
        <translation>按名称或表头匹配</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>fits %1: %2 of %3 columns</source>
        <translation>与 %1 相符 %2/%3 列</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Recipe in force</source>
        <translation>使用的配方</translation>
    </message>
    <message>
        <source>Ho&amp;w</source>
        <translation>方式(&amp;W)</translation>
    </message>
    <message>
        <source>How it joins the dataset</source>
        <translation>写入数据集的方式</translation>
    </message>
    <message>
        <source>Append to the dataset</source>
        <translation>追加到数据集</translation>
    </message>
    <message>
        <source>Replace all its rows</source>
        <translation>替换全部行</translation>
    </message>
    <message>
        <source>Update by id, add new ones</source>
        <translation>按编号更新，并添加新行</translation>
    </message>
    <message>
        <source>&amp;Save as recipe</source>
        <translation>存为配方(&amp;S)</translation>
    </message>
    <message>
        <source>Save as recipe</source>
        <translation>存为配方</translation>
    </message>
    <message>
        <source>Name of the recipe</source>
        <translation>配方名称</translation>
    </message>
    <message>
        <source>Export JSON…</source>
        <translation>导出 JSON…</translation>
    </message>
    <message>
        <source>Open JSON…</source>
        <translation>打开 JSON…</translation>
    </message>
    <message>
        <source>Export the recipe</source>
        <translation>导出配方</translation>
    </message>
    <message>
        <source>Recipe (*.json)</source>
        <translation>配方 (*.json)</translation>
    </message>
    <message>
        <source>Open a recipe</source>
        <translation>打开配方</translation>
    </message>
    <message>
        <source>Read b&amp;y</source>
        <translation>按配方读取(&amp;Y)</translation>
    </message>
    <message>
        <source>The import can be undone, now or later.</source>
        <translation>现在或以后都可以撤销。</translation>
    </message>
</context>
<context>
    <name>xo::ui::ResultPage</name>
    <message>
        <source>Export the list</source>
        <translation>导出列表</translation>
    </message>
    <message>
        <source>problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>%1: every row and every cell was taken as it is</source>
        <translation>%1：每一行、每一格都按原样导入</translation>
    </message>
    <message>
        <source>%1: rows left out and cells that stand out (%2)</source>
        <translation>%1：未导入的行与异常单元格（%2）</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Rows read</source>
        <translation>读取行数</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未导入</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>被替换</translation>
    </message>
    <message>
        <source>Out of range</source>
        <translation>超出范围</translation>
    </message>
    <message>
        <source>Kept as text</source>
        <translation>保留原文</translation>
    </message>
    <message>
        <source>Repeated ids</source>
        <translation>重复编号</translation>
    </message>
    <message>
        <source>%1 is in the project already (import %2): nothing was added.</source>
        <translation>%1 已在项目中（导入 %2），没有新增。</translation>
    </message>
    <message>
        <source>%1 rows imported, %2 left out</source>
        <translation>已导入 %1 行，%2 行未导入</translation>
    </message>
    <message>
        <source>%1 rows imported from %2 files, %3 left out</source>
        <translation>已从 %2 个文件导入 %1 行，%3 行未导入</translation>
    </message>
    <message>
        <source>The import can be undone now or later.</source>
        <translation>现在或以后都可以撤销。</translation>
    </message>
    <message>
        <source>&amp;Copy the list</source>
        <translation>复制列表(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export the list…</source>
        <translation>导出列表(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Undo the import</source>
        <translation>撤销导入(&amp;U)</translation>
    </message>
    <message>
        <source>What was imported, by file</source>
        <translation>各文件导入结果</translation>
    </message>
    <message>
        <source>Rows left out and cells that stand out</source>
        <translation>未导入的行与异常单元格</translation>
    </message>
    <message>
        <source>1 row imported, %1 left out</source>
        <translation>已导入 1 行，%1 行未导入</translation>
    </message>
</context>
<context>
    <name>xo::ui::RoleDelegate</name>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
</context>
<context>
    <name>xo::ui::RuleBuilder</name>
    <message>
        <source>all of</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>any of</source>
        <translation>任一</translation>
    </message>
    <message>
        <source>How the conditions are joined</source>
        <translation>条件之间的关系</translation>
    </message>
    <message>
        <source>group: match</source>
        <translation>且满足</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>match</source>
        <translation>满足</translation>
    </message>
    <message>
        <source>customers each holds alone</source>
        <translation>单独满足的客户数</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>添加条件</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>条件组</translation>
    </message>
    <message>
        <source>Add a group of conditions</source>
        <translation>添加条件组</translation>
    </message>
</context>
<context>
    <name>xo::ui::RuleDialog</name>
    <message>
        <source>Identity rule</source>
        <translation>身份规则</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>比较什么</translation>
    </message>
    <message>
        <source>Columns that hold the key</source>
        <translation>含有此键的列</translation>
    </message>
    <message>
        <source>%1 (not in the project)</source>
        <translation>%1（项目中没有）</translation>
    </message>
    <message>
        <source>Customer %1</source>
        <translation>客户 %1</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Tick what doesn&apos;t count when link keys are compared.</source>
        <translation>请勾选比对关联键时忽略的内容。</translation>
    </message>
    <message>
        <source>Tick the columns that hold this key: equal keys in them join.</source>
        <translation>请勾选含有此键的列：键相同即合并。</translation>
    </message>
    <message>
        <source>Give the keys of two customers.</source>
        <translation>请填写两个客户的键。</translation>
    </message>
    <message>
        <source>No customer has the key %1.</source>
        <translation>没有客户的键是 %1。</translation>
    </message>
</context>
<context>
    <name>xo::ui::RuleLine</name>
    <message>
        <source>Remove the condition</source>
        <translation>移除条件</translation>
    </message>
    <message>
        <source>Remove the group</source>
        <translation>移除条件组</translation>
    </message>
</context>
<context>
    <name>xo::ui::SegmentInspector</name>
    <message>
        <source>Segment</source>
        <translation>细分</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the segment</source>
        <translation>细分的名称</translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the rule under this name; it follows new data</source>
        <translation>以此名称保存规则，随新数据更新</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Save today&apos;s customers as a snapshot that doesn&apos;t change</source>
        <translation>把今天的客户存为不再变化的快照</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>规模</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Share of all</source>
        <translation>占全部</translation>
    </message>
    <message>
        <source>Their answers</source>
        <translation>他们的回答</translation>
    </message>
    <message>
        <source>Their events</source>
        <translation>他们的事件</translation>
    </message>
    <message>
        <source>All customers</source>
        <translation>全部客户</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>A live segment holds whoever fulfils its rule now. A frozen one keeps the customers of its day, with the rule they came from. A missing value fulfils neither a condition nor its opposite.</source>
        <translation>随规则更新的细分包含此刻满足规则的客户。冻结的细分保留当天的客户及其规则。缺失值既不满足条件，也不满足其反面。</translation>
    </message>
</context>
<context>
    <name>xo::ui::SegmentList</name>
    <message>
        <source>Frozen %1</source>
        <translation>冻结 %1</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>随规则更新</translation>
    </message>
    <message>
        <source>Counting the segments</source>
        <translation>正在统计细分</translation>
    </message>
    <message>
        <source>Saved segments</source>
        <translation>已保存的细分</translation>
    </message>
    <message>
        <source>No segment is saved yet. Build a rule above and press Save.</source>
        <translation>还没有保存的细分。请在上方建立规则并点“保存”。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show the rule of this segment above</source>
        <translation>在上方显示此细分的规则</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
</context>
<context>
    <name>xo::ui::SegmentsPage</name>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>细分</translation>
    </message>
    <message>
        <source>Frozen %1</source>
        <translation>冻结 %1</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>随规则更新</translation>
    </message>
    <message>
        <source>rule has a mistake</source>
        <translation>规则有误</translation>
    </message>
    <message>
        <source>The rule can&apos;t be read yet</source>
        <translation>规则暂时无法识别</translation>
    </message>
    <message>
        <source>same as the rows</source>
        <translation>与左侧一致</translation>
    </message>
    <message>
        <source>Counting the rule</source>
        <translation>正在统计规则</translation>
    </message>
    <message>
        <source>customers · %1 answers · %2 events</source>
        <translation>客户·%1 回答·%2 事件</translation>
    </message>
    <message>
        <source>All %1 customers; add a condition to choose some</source>
        <translation>全部 %1 位客户；添加条件以选出一部分</translation>
    </message>
    <message>
        <source>No customer fulfils the rule</source>
        <translation>没有客户满足规则</translation>
    </message>
    <message>
        <source>%1 customers fulfil the rule: %2% of all</source>
        <translation>%1 位客户满足规则，占全部的 %2%</translation>
    </message>
    <message>
        <source>Who is in the segment? · base %1 customers, %2 answers · definition in the inspector</source>
        <translation>细分里是谁？·基数 %1 客户、%2 回答·定义见检查器</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Freezing the segment</source>
        <translation>正在冻结细分</translation>
    </message>
    <message>
        <source>Rule text</source>
        <translation>规则文本</translation>
    </message>
    <message>
        <source>reached(&apos;A&apos;) and not reached(&apos;B&apos;) and any answer(csat &lt;= 2)</source>
        <translation>reached(&apos;试乘试驾&apos;) and not reached(&apos;下定&apos;) and any answer(csat &lt;= 2)</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Show customers</source>
        <translation>查看客户</translation>
    </message>
    <message>
        <source>Export list…</source>
        <translation>导出名单…</translation>
    </message>
    <message>
        <source>Use as filter</source>
        <translation>用作筛选</translation>
    </message>
    <message>
        <source>Adds the rule to the selection of every page</source>
        <translation>把规则加入所有页面的选择</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>There is no data in this project yet.
Segments are built from customers, events and answers.</source>
        <translation>这个项目还没有数据。
细分由客户、事件和回答组成。</translation>
    </message>
    <message>
        <source>Import data…</source>
        <translation>导入数据…</translation>
    </message>
</context>
<context>
    <name>xo::ui::StageEditor</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>blank: the events whose stage is this name</source>
        <translation>空白：环节列等于此名称的事件</translation>
    </message>
    <message>
        <source>May be passed over</source>
        <translation>可以跳过</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Step limit</source>
        <translation>单步时限</translation>
    </message>
    <message>
        <source>none; for example 36h, 7d or 3cd (calendar days)</source>
        <translation>无；例如 36h、7d 或 3cd（自然日）</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>none; % of those who get here that should go on</source>
        <translation>无；到达者中应进入下一环节的百分比</translation>
    </message>
    <message>
        <source>X question</source>
        <translation>X 问题</translation>
    </message>
    <message>
        <source>Shown beside it</source>
        <translation>一并显示</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Add a standard the stage&apos;s events should keep to</source>
        <translation>添加该环节事件应遵守的标准</translation>
    </message>
    <message>
        <source>SOP standards</source>
        <translation>SOP 标准</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 (not in the project)</source>
        <translation>%1（项目中没有）</translation>
    </message>
    <message>
        <source>The first and the last stage can&apos;t be passed over.</source>
        <translation>首尾环节不能跳过。</translation>
    </message>
    <message>
        <source>A stage needs a name.</source>
        <translation>环节要有名称。</translation>
    </message>
    <message>
        <source>A target is a share from 0 to 100%.</source>
        <translation>目标是 0 到 100% 的比例。</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>运算符</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>限值</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>限值</translation>
    </message>
    <message>
        <source>Remove the standard</source>
        <translation>移除标准</translation>
    </message>
    <message>
        <source>A standard needs a column of the events and a number.</source>
        <translation>标准需要一个事件列和一个数字。</translation>
    </message>
</context>
<context>
    <name>xo::ui::StartPage</name>
    <message>
        <source>What happens on the journey, why, and to whom.</source>
        <translation>旅程上发生了什么、为什么、发生在谁身上。</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Drop a data file here</source>
        <translation>把数据文件拖到这里</translation>
    </message>
    <message>
        <source>CSV or XLSX. The import wizard opens.</source>
        <translation>CSV 或 XLSX，随后打开导入向导。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose files to import</source>
        <translation>选择要导入的文件</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Projects you open appear here.</source>
        <translation>打开过的项目会出现在这里。</translation>
    </message>
    <message>
        <source>Sample project</source>
        <translation>示例项目</translation>
    </message>
    <message>
        <source>A complete project with made-up data. Nothing you do changes the original.</source>
        <translation>一个数据虚构的完整项目，你的任何操作都不会改变原件。</translation>
    </message>
    <message>
        <source>Car: from browsing to delivery</source>
        <translation>汽车：从浏览到提车</translation>
    </message>
    <message>
        <source>Conversion holds until the test drive. Find the stage that stalls, why people leave, and which standard was not kept.</source>
        <translation>转化一直正常，直到试乘试驾。找出卡住的环节、客户离开的原因，以及哪条标准没有执行。</translation>
    </message>
    <message>
        <source>%1 customers</source>
        <translation>%1 客户</translation>
    </message>
    <message>
        <source>Open sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>第一次使用？</translation>
    </message>
    <message>
        <source>The car sample takes ten minutes: journey, scores, segment, list.</source>
        <translation>汽车示例只需十分钟：旅程、得分、细分、名单。</translation>
    </message>
    <message>
        <source>Keyboard shortcuts  F1</source>
        <translation>键盘快捷键  F1</translation>
    </message>
    <message>
        <source>Everything stays on this computer. No account, no upload.</source>
        <translation>一切都留在本机，无需账号，不上传。</translation>
    </message>
</context>
<context>
    <name>xo::ui::StatusLine</name>
    <message>
        <source>Counting the selection</source>
        <translation>正在统计选择</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Selected &lt;b&gt;%1 customers · %2 answers&lt;/b&gt;</source>
        <translation>选中 &lt;b&gt;%1 客户·%2 回答&lt;/b&gt;</translation>
    </message>
    <message>
        <source>of %1 customers · %2 answers</source>
        <translation>共 %1 客户·%2 回答</translation>
    </message>
    <message>
        <source>Counted in %1 ms</source>
        <translation>统计用时 %1 ms</translation>
    </message>
    <message>
        <source>%1 (+%2)</source>
        <translation>%1（+%2）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>取消正在运行的任务</translation>
    </message>
    <message>
        <source>Switch the language of the window</source>
        <translation>切换窗口语言</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>xo::ui::TimelineDialog</name>
    <message>
        <source>Reading the customer</source>
        <translation>正在读取客户</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Tied by</source>
        <translation>关联方式</translation>
    </message>
    <message>
        <source>Go to its event</source>
        <translation>转到对应事件</translation>
    </message>
    <message>
        <source>Open customer %1</source>
        <translation>打开客户 %1</translation>
    </message>
    <message>
        <source>Go to its answers (%1)</source>
        <translation>转到对应回答（%1）</translation>
    </message>
    <message>
        <source>Customer: %1</source>
        <translation>客户：%1</translation>
    </message>
    <message>
        <source>%1 events · %2 answers</source>
        <translation>%1 个事件 · %2 条回答</translation>
    </message>
    <message>
        <source>Events and answers</source>
        <translation>事件与回答</translation>
    </message>
    <message>
        <source>Events and answers on one line</source>
        <translation>事件与回答（同一条线）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>xo::ui::TimelineModel</name>
    <message>
        <source>answers about it: %1</source>
        <translation>关于它的回答：%1</translation>
    </message>
    <message>
        <source>tied to no event</source>
        <translation>未关联到事件</translation>
    </message>
    <message>
        <source>equal link key %1</source>
        <translation>关联键相同：%1</translation>
    </message>
    <message>
        <source>latest event within %1 days before</source>
        <translation>此前 %1 天内的最近事件</translation>
    </message>
    <message>
        <source>event of customer %1</source>
        <translation>客户 %1 的事件</translation>
    </message>
    <message>
        <source>answered before the event</source>
        <translation>早于事件作答</translation>
    </message>
    <message>
        <source>ambiguous</source>
        <translation>不唯一</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Stage or survey</source>
        <translation>环节或问卷</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Tied by</source>
        <translation>关联方式</translation>
    </message>
</context>
<context>
    <name>xo::ui::TimelineOpener</name>
    <message>
        <source>Timeline of the customer</source>
        <translation>客户时间线</translation>
    </message>
    <message>
        <source>A double click or Enter opens the customer: events and answers on one line</source>
        <translation>双击或回车打开该客户：事件与回答在同一条线上</translation>
    </message>
</context>
<context>
    <name>xo::ui::TypeDelegate</name>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
</context>
</TS>
