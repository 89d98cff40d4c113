#include "app/cli/cli.h"

#include "app/cli/platform.h"
#include "core/base/text.h"
#include "core/wording/errors.h"

#include <algorithm>
#include <cstdio>
#include <thread>

namespace xo::cli {

JobContext Cli::job() const {
    JobContext job;
    job.threads = threads;
    if (!collected && stderrIsTerminal()) {
        const auto last = std::make_shared<std::chrono::steady_clock::time_point>();
        job.onProgress = [last](const Progress& progress) {
            const auto now = std::chrono::steady_clock::now();
            if (progress.total == 0 || now - *last < std::chrono::milliseconds(100)) return;
            *last = now;
            std::fprintf(stderr, "\r%3.0f %%\033[K",
                         100.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total));
            if (progress.done >= progress.total) std::fputs("\r\033[K", stderr);
        };
    }
    return job;
}

void Cli::failed(const Error& error, int code) {
    if (stderrIsTerminal()) std::fputs("\r\033[K", stderr);
    const std::string text = "xow: " + wording::errorText(error, language) + "\n";
    std::fputs(text.c_str(), stderr);
    exitCode = code;
}

void Cli::usage(const std::string& message) {
    const std::string text = "xow: " + message + "\n";
    std::fputs(text.c_str(), stderr);
    exitCode = kUsage;
}

void Cli::result(const Json& value, const std::function<std::string()>& text) {
    if (collected) {
        collected->push_back(value);
        return;
    }
    // ill-formed bytes can only come from foreign names: shown as U+FFFD rather than failing the whole output
    const std::string out = json ? value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : text();
    // what never arrived (a full disk behind the redirection) must not look done
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0)
        failed(fail("session.cannot_write", {"stdout"}).error);
}

std::string TextTable::text(std::size_t firstNumeric) const {
    std::vector<std::size_t> widths;
    for (const auto& row : m_rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    std::string out;
    for (std::size_t r = 0; r < m_rows.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i < m_rows[r].size(); ++i) {
            const std::string padding(widths[i] - displayWidth(m_rows[r][i]), ' ');
            if (i) line += "  ";
            line += i >= firstNumeric ? padding + m_rows[r][i] : m_rows[r][i] + padding;
        }
        while (!line.empty() && line.back() == ' ')
            line.pop_back();
        out += line + "\n";
        if (r == 0) {
            std::size_t total = 0;
            for (const std::size_t width : widths)
                total += width + 2;
            out += std::string(total > 2 ? total - 2 : 0, '-') + "\n";
        }
    }
    return out;
}

Result<OpenProject> openForReading(const std::string& path) {
    const Stopwatch watch;
    OpenProject project;
    auto store = Store::open(path, Store::Access::ReadOnly);
    if (!store) return store.failure();
    project.store = std::move(*store);
    auto workspace = project.store->workspace();
    if (!workspace) return workspace.failure();
    project.context = analysis::makeContext(*workspace);
    project.openMs = watch.ms();
    return project;
}

Json timingJson(const Cli& cli, double openMs, double firstMs, std::vector<double> computeMs) {
    std::sort(computeMs.begin(), computeMs.end());
    const std::size_t n = computeMs.size();
    const double median = n % 2 ? computeMs[n / 2] : (computeMs[n / 2 - 1] + computeMs[n / 2]) / 2;
    return {{"open_ms", openMs},
            {"load_ms", std::max(0.0, firstMs - median)},
            {"compute_ms", {{"min", computeMs.front()}, {"median", median}, {"max", computeMs.back()}}},
            {"threads", cli.threads ? cli.threads : std::max(1U, std::thread::hardware_concurrency())},
            {"peak_rss_mb", peakMemoryMb()}};
}

std::string percent(std::optional<double> ratio) {
    return ratio ? formatFixed(*ratio * 100, 1) + " %" : "–";
}

std::string signedPoints(std::optional<double> points) {
    if (!points) return "–";
    const std::string text = formatFixed(*points, 1);
    return *points > 0 && text != "0.0" ? "+" + text : text;
}

std::string seconds(std::optional<double> value) {
    if (!value) return "–";
    if (*value < 120) return formatFixed(*value, 0) + " s";
    if (*value < 7200) return formatFixed(*value / 60, 1) + " min";
    if (*value < 172800) return formatFixed(*value / 3600, 1) + " h";
    return formatFixed(*value / 86400, 1) + " d";
}

std::string notesText(const Cli& cli, const Json& json) {
    std::string out;
    for (const Json& note : json.value("notes", Json::array())) {
        Error text;
        text.code = note.is_string() ? note.get<std::string>() : note.value("code", std::string());
        if (note.is_object()) text.args = note.value("args", std::vector<std::string>());
        out += wording::errorText(text, cli.language) + "\n";
    }
    return out;
}

std::optional<double> number(const Json& value) {
    return value.is_number() ? std::optional<double>(value.get<double>()) : std::nullopt;
}

namespace {
/// The library's own sentence in Chinese; the names of options stay as they are typed.
std::string usageInChinese(const CLI::ParseError& problem) {
    const std::string what = problem.what();
    const std::string name = problem.get_name();
    const std::size_t colon = what.find(": ");
    const std::string rest = colon == std::string::npos ? what : what.substr(colon + 2);
    if (name == "RequiredError") {
        const std::size_t end = what.find(" is required");
        return end == std::string::npos ? "还需要一条子命令" : "缺少参数 " + what.substr(0, end);
    }
    if (name == "ExtrasError") return "不认识的参数：" + rest;
    if (name == "ConversionError") return "参数的值无法识别：" + rest;
    return "参数有误：" + what;
}

constexpr CommandGroup kGroups[] = {
    {addProjectCommands},  {addDataCommands},    {addAnalysisCommands}, {addFunnelCommands}, {addTimelineCommand},
    {addRelationCommands}, {addSegmentCommands}, {addIdentityCommands}, {addChartCommand},   {addRunCommand}};
} // namespace

int execute(Cli& cli, std::vector<std::string> arguments) {
    CLI::App app{cli.t("XO Workbench on the command line: import X and O data, ask, export.",
                       "XO Workbench 命令行：导入 X 与 O 数据，分析，导出。"),
                 "xow"};
    app.allow_windows_style_options(false);
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("xow ") + XOW_VERSION);
    app.add_flag("--json", cli.json, cli.t("Print one JSON object and nothing else", "只输出一个 JSON 对象"));
    app.add_option("--threads", cli.threads, cli.t("Threads to use (0 = all cores)", "使用的线程数（0 = 全部核心）"));
    app.add_option_function<std::string>(
           "--lang",
           [&cli](const std::string& name) {
               const std::string lower = lowerAscii(name);
               if (!lower.starts_with("en") && !lower.starts_with("zh"))
                   throw CLI::ValidationError("--lang",
                                              cli.t("en or zh is expected, not ", "应为 en 或 zh，却是 ") + name);
               cli.language = wording::languageFromName(name);
           },
           cli.t("Language of texts and messages: en or zh", "文字与提示的语言：en 或 zh"))
        ->trigger_on_parse();
    for (const CommandGroup& group : kGroups)
        group.add(app, cli);
    const std::function<void(CLI::App*)> fallThrough = [&](CLI::App* parent) {
        for (CLI::App* sub : parent->get_subcommands(nullptr)) {
            sub->fallthrough();
            fallThrough(sub);
        }
    };
    fallThrough(&app);
    std::reverse(arguments.begin(), arguments.end());
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == 0) return app.exit(problem), kDone;
        if (cli.language == wording::Language::English) return app.exit(problem), kUsage;
        const std::string text = "xow: " + usageInChinese(problem) + "（用法见 xow --help）\n";
        std::fputs(text.c_str(), stderr);
        return kUsage;
    }
    return cli.exitCode;
}

} // namespace xo::cli
