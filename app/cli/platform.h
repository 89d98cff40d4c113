#pragma once

#include <string>
#include <vector>

namespace xo::cli {

/// The only file of the command line that differs between systems.

/// Arguments as UTF-8 (Windows hands them over in another encoding); the console is set to UTF-8 output.
std::vector<std::string> utf8Arguments(int argc, char** argv);
/// True when stderr is a terminal: only then progress is shown.
bool stderrIsTerminal();
/// Most memory the process has held so far, in MiB; 0 when the system does not tell.
double peakMemoryMb();
/// Language of the user's environment ("zh_CN.UTF-8"); blank when unknown.
std::string environmentLanguage();
/// A line typed on the terminal without showing it; blank when there is no terminal. `prompt` goes to stderr.
std::string hiddenLine(const std::string& prompt);
/// Folder the program lies in, as UTF-8; blank when unknown.
std::string programFolder();
/// Runs a program with these arguments, its output passed through, and gives its exit code; −1 when it can't be
/// started.
int runProgram(const std::string& program, const std::vector<std::string>& arguments);

} // namespace xo::cli
