// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The house rules that a compiler does not check: floors, what the device may include, headers'
// form.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "support/data.hpp"

namespace {

namespace fs = std::filesystem;
using lines = std::vector<std::string>;

struct floor_rule {
  int level;
  bool device;
};

const std::map<std::string, floor_rule> floors{
    {"core", {0, true}},     {"fixed", {1, true}},      {"quant", {2, true}},
    {"kernels", {3, true}},  {"signal", {3, true}},     {"model", {4, true}},
    {"pipeline", {5, true}}, {"float_ops", {5, false}}, {"convert", {6, false}},
    {"train", {6, false}},   {"report", {7, false}},
};

// The standard headers that need neither heap nor operating system; <cmath> for host-speed set-up.
// <arm_mve.h> is the compiler's own, behind __ARM_FEATURE_MVE.
const std::set<std::string> device_headers{
    "algorithm",   "arm_mve.h",   "array",
    "bit",         "cmath",       "compare",
    "concepts",    "cstddef",     "cstdint",
    "iterator",    "limits",      "numbers",
    "numeric",     "optional",    "span",
    "tuple",       "utility",     "version",
    "string_view", "type_traits", "initializer_list",
};

/// The SIMD backend: device floors never include it, who wants it does; hosted machines only.
bool is_opt_in(const std::string& header) {
  return header.starts_with("octet/kernels/backend/simd") || header.starts_with("octet/model/simd");
}
const std::set<std::string> opt_in_headers{
    "cpuid.h",   "cstdlib", "hwy/foreach_target.h", "hwy/highway.h", "hwy/ops/set_macros-inl.h",
    "sys/auxv.h"};

lines read_lines(const fs::path& path) {
  std::ifstream file(path);
  lines all;
  for (std::string line; std::getline(file, line);) all.push_back(line);
  return all;
}

lines includes_of(const fs::path& path) {
  lines found;
  for (const std::string& line : read_lines(path)) {
    std::istringstream words(line);
    char hash = 0;
    std::string word;
    if (!(words >> hash >> word) || hash != '#' || !word.starts_with("include")) continue;
    const std::size_t begin = line.find_first_of("<\"");
    const std::size_t end = line.find_first_of(">\"", begin + 1);
    if (begin != std::string::npos && end != std::string::npos) {
      found.push_back(line.substr(begin + 1, end - begin - 1));
    }
  }
  return found;
}

/// "octet/kernels/backend/scalar.hpp" -> "kernels"; empty for headers directly in octet/.
std::string floor_of(const std::string& header) {
  const fs::path path(header);
  const auto parts = std::distance(path.begin(), path.end());
  return parts < 3 ? std::string() : std::next(path.begin())->string();
}

bool is_device(const std::string& header) {
  const auto floor = floors.find(floor_of(header));
  return floor == floors.end() || floor->second.device;
}

/// All headers below `include`, as they are included: "octet/core/errc.hpp".
lines headers_in(const fs::path& include) {
  lines headers;
  for (const auto& entry : fs::recursive_directory_iterator(include)) {
    if (entry.is_regular_file()) headers.push_back(entry.path().lexically_relative(include));
  }
  std::sort(headers.begin(), headers.end());
  return headers;
}

/// Empty if `from` may include `to`, else what is wrong.
std::string wrong_include(const fs::path& include, const std::string& from, const std::string& to) {
  if (!to.starts_with("octet/")) {
    const bool allowed = !is_device(from) || device_headers.contains(to) ||
                         (is_opt_in(from) && opt_in_headers.contains(to));
    return allowed ? "" : "is for the device and may not include <" + to + ">";
  }
  if (!fs::exists(include / to)) return "includes " + to + ", which does not exist";
  if (is_opt_in(to) && is_device(from) && !is_opt_in(from))
    return "includes " + to + ", which not every device has";
  const std::string lower = floor_of(to);
  if (lower.empty()) return "includes " + to + ", which stands above all floors";
  const std::string own = floor_of(from);
  if (own.empty()) return is_device(to) ? "" : "may include device floors only, not " + to;
  if (own == lower) return "";
  const bool down = floors.contains(lower) && floors.at(lower).level < floors.at(own).level;
  return down ? "" : "includes " + to + ", which is not on a lower floor";
}

/// One sentence for every include that breaks a rule.
lines broken_floors(const fs::path& include) {
  lines broken;
  for (const std::string& header : headers_in(include)) {
    const std::string floor = floor_of(header);
    if (!floor.empty() && !floors.contains(floor)) {
      broken.push_back(header + " lies on no known floor");
      continue;
    }
    for (const std::string& to : includes_of(include / header)) {
      const std::string wrong = wrong_include(include, header, to);
      if (!wrong.empty()) broken.push_back(header + " " + wrong);
    }
  }
  return broken;
}

/// The device headers that octet/octet.hpp does not bring.
lines missing_from_octet(const fs::path& include) {
  std::set<std::string> reached;
  lines open{"octet/octet.hpp"};
  while (!open.empty()) {
    const std::string header = open.back();
    open.pop_back();
    if (!header.starts_with("octet/") || !reached.insert(header).second) continue;
    for (const std::string& to : includes_of(include / header)) open.push_back(to);
  }
  lines missing;
  for (const std::string& header : headers_in(include)) {
    if (is_device(header) && !is_opt_in(header) && !reached.contains(header))
      missing.push_back(header);
  }
  return missing;
}

/// One sentence for every header that lacks its licence, its purpose or `#pragma once`, or is long.
lines broken_form(const fs::path& include) {
  lines broken;
  for (const std::string& header : headers_in(include)) {
    const lines text = read_lines(include / header);
    const auto line = [&](std::size_t i) { return i < text.size() ? text[i] : std::string(); };
    if (line(0) != "// SPDX-License-Identifier: Apache-2.0" ||
        line(1) != "// SPDX-FileCopyrightText: 2026 The octet authors") {
      broken.push_back(header + " does not start with the two SPDX lines");
    }
    const std::size_t purpose = line(2).empty() || line(2) == "//" ? 3 : 2;
    if (!line(purpose).starts_with("// ")) {
      broken.push_back(header + " does not say what it is for");
    }
    // An -inl.hpp is included once for each SIMD target.
    if (!header.ends_with("-inl.hpp") &&
        std::find(text.begin(), text.end(), "#pragma once") == text.end()) {
      broken.push_back(header + " has no #pragma once");
    }
    if (text.size() > 500) broken.push_back(header + " has more than 500 lines");
  }
  return broken;
}

/// A folder of made-up headers, gone at the end of the test.
class made_up_tree {
 public:
  made_up_tree()
      : root_(fs::temp_directory_path() /
              ("octet-tree-" + std::to_string(std::random_device()()))) {}
  made_up_tree(const made_up_tree&) = delete;
  made_up_tree& operator=(const made_up_tree&) = delete;
  ~made_up_tree() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  const fs::path& root() const { return root_; }
  void write(const std::string& header, std::string_view text) const {
    fs::create_directories((root_ / header).parent_path());
    std::ofstream(root_ / header) << text;
  }

 private:
  fs::path root_;
};

std::string joined(const lines& all) {
  std::string text;
  for (const std::string& line : all) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("no header includes a higher floor, and device headers stay off heap and exceptions") {
  CHECK(joined(broken_floors(octet_test::source_dir() / "include")) == "");
}

TEST_CASE("octet.hpp brings every device header") {
  CHECK(joined(missing_from_octet(octet_test::source_dir() / "include")) == "");
}

TEST_CASE("every header has its licence, its purpose, #pragma once and at most 500 lines") {
  CHECK(joined(broken_form(octet_test::source_dir() / "include")) == "");
}

TEST_CASE("the floor test finds what is wrong in a made-up tree") {
  const made_up_tree tree;
  tree.write("octet/octet.hpp",
             "#include \"octet/core/a.hpp\"\n#include \"octet/convert/f.hpp\"\n");
  tree.write("octet/core/a.hpp", "#include <array>\n  #  include <octet/fixed/b.hpp>  // up\n");
  tree.write("octet/fixed/b.hpp", "#include \"octet/core/a.hpp\"\n#include <vector>\n");
  tree.write("octet/kernels/c.hpp", "#include \"octet/signal/d.hpp\"\n");
  tree.write("octet/signal/d.hpp", "#include \"octet/core/gone.hpp\"\n");
  tree.write("octet/train/e.hpp", "#include <vector>\n#include \"octet/convert/f.hpp\"\n");
  tree.write("octet/convert/f.hpp",
             "#include \"octet/octet.hpp\"\n#include \"octet/core/a.hpp\"\n");
  tree.write("octet/attic/g.hpp", "");
  tree.write("octet/kernels/backend/simd/h.hpp", "#include <cpuid.h>\n#include <memory>\n");
  tree.write("octet/model/i.hpp", "#include \"octet/kernels/backend/simd/h.hpp\"\n");
  CHECK(joined(broken_floors(tree.root())) ==
        "octet/attic/g.hpp lies on no known floor\n"
        "octet/convert/f.hpp includes octet/octet.hpp, which stands above all floors\n"
        "octet/core/a.hpp includes octet/fixed/b.hpp, which is not on a lower floor\n"
        "octet/fixed/b.hpp is for the device and may not include <vector>\n"
        "octet/kernels/backend/simd/h.hpp is for the device and may not include <memory>\n"
        "octet/kernels/c.hpp includes octet/signal/d.hpp, which is not on a lower floor\n"
        "octet/model/i.hpp includes octet/kernels/backend/simd/h.hpp, which not every device has\n"
        "octet/octet.hpp may include device floors only, not octet/convert/f.hpp\n"
        "octet/signal/d.hpp includes octet/core/gone.hpp, which does not exist\n"
        "octet/train/e.hpp includes octet/convert/f.hpp, which is not on a lower floor\n");
}

TEST_CASE("the octet.hpp test finds what a made-up tree leaves out") {
  const made_up_tree tree;
  tree.write("octet/octet.hpp", "#include \"octet/core/a.hpp\"\n");
  tree.write("octet/core/a.hpp", "#include \"octet/core/b.hpp\"\n");
  tree.write("octet/core/b.hpp", "#include <array>\n");
  tree.write("octet/fixed/c.hpp", "");
  tree.write("octet/report/d.hpp", "");
  CHECK(joined(missing_from_octet(tree.root())) == "octet/fixed/c.hpp\n");
}

TEST_CASE("the form test finds what is wrong in a made-up tree") {
  const std::string licence =
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// SPDX-FileCopyrightText: 2026 The octet authors\n";
  const made_up_tree tree;
  tree.write("octet/core/a.hpp", licence + "// Good.\n#pragma once\n");
  tree.write("octet/core/b.hpp", "// Bad.\n#pragma once\n");
  tree.write("octet/core/c.hpp", licence + "#pragma once\n");
  tree.write("octet/core/d.hpp", licence + "// Long.\n" + std::string(500, '\n'));
  CHECK(joined(broken_form(tree.root())) ==
        "octet/core/b.hpp does not start with the two SPDX lines\n"
        "octet/core/b.hpp does not say what it is for\n"
        "octet/core/c.hpp does not say what it is for\n"
        "octet/core/d.hpp has no #pragma once\n"
        "octet/core/d.hpp has more than 500 lines\n");
}
