#pragma once

#include <string>
#include <vector>

namespace xo::reader {

/// A multiple-response set of an SPSS dictionary.
struct ResponseSet {
    std::string name;  ///< without its "$"
    std::string label; ///< as the file has it, in its encoding
    bool dichotomous = false;
    std::string counted;                ///< dichotomous: the value that means "chosen"
    std::vector<std::string> variables; ///< long names, in the file's encoding
};

/// The sets of a .sav or .zsav file. ReadStat 1.1 passes over them, so the dictionary is walked once more (records 7/7
/// and 7/19, names through 7/13; the layout is that of PSPP's "System File Format"). Whatever is malformed gives no
/// sets.
std::vector<ResponseSet> responseSets(const std::string& path);

} // namespace xo::reader
