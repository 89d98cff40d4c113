<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>Answer "zh" in the Chinese translation: tells the program which language is installed.</extracomment>
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
        <source>Don't save</source>
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
        <source>Data files (*.csv *.tsv *.txt *.xlsx)</source>
        <translation>数据文件 (*.csv *.tsv *.txt *.xlsx)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
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
    <name>xo::ui::ConditionEditor</name>
    <message>
        <source>For example: reached('A') and not reached('B') · csat &lt;= 2 · city in ('X','Y')</source>
        <translation>例如：reached('到店') and not reached('下定')，或 csat &lt;= 2，或 city in ('上海','杭州')</translation>
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
        <source>95% interval (%)</source>
        <translation>95% 区间 (%)</translation>
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
        <source>Satisfaction</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
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
        <source>95% interval (%)</source>
        <translation>95% 区间 (%)</translation>
    </message>
    <message>
        <source>Incl. immature</source>
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
        <source>Satisfaction</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
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
        <source>The journey's own</source>
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
        <source>Each stage's own</source>
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
        <source>Finding the customers</source>
        <translation>正在查找客户</translation>
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
        <source>Save today's customers as a snapshot that doesn't change</source>
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
        <source>The rule can't be read yet</source>
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
        <source>reached('A') and not reached('B') and any answer(csat &lt;= 2)</source>
        <translation>reached('试乘试驾') and not reached('下定') and any answer(csat &lt;= 2)</translation>
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
</TS>
