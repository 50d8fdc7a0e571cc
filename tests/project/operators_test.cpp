// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// README.md's table of operators is what `octet operators` prints: of the kernels in the code, with
// the numbers of the golden models where those are there.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/report/operators.hpp"
#include "support/data.hpp"

namespace {

constexpr std::string_view opening = "<!-- operators -->\n", closing = "<!-- /operators -->\n";

const std::string how_to_rewrite =
    "To rewrite the table, in the project's root, with DIR the folder of the golden models:\n"
    "build/release/bin/octet operators --models DIR |\n"
    "  sed -i -e '/^<!-- operators -->$/r /dev/stdin' \\\n"
    "         -e '/^<!-- operators -->$/,/^<!-- .operators -->$/{//!d}' README.md";

std::string readme() {
  std::ifstream file(octet_test::source_dir() / "README.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string between_markers(const std::string& text) {
  const std::size_t first = text.find(opening), last = text.find(closing);
  if (first == std::string::npos || last == std::string::npos) return "";
  return text.substr(first + opening.size(), last - first - opening.size());
}

/// "int32 12" as "int32", "12" as "yes".
std::string without_count(const std::string& item) {
  const std::size_t last = item.find_last_not_of("0123456789");
  if (last == std::string::npos) return item.empty() ? "" : "yes";
  return item[last] == ' ' && last + 1 < item.size() ? item.substr(0, last) : item;
}

/// A table without the numbers of models; operators' names, in the first cell, stay.
std::string without_counts(const std::string& table) {
  std::istringstream lines(table);
  std::string text;
  for (std::string line; std::getline(lines, line); text += "\n") {
    const std::size_t cells = line.find('|', 1);
    text += line.substr(0, cells);
    std::istringstream rest(cells == std::string::npos ? "" : line.substr(cells + 1));
    for (std::string cell; std::getline(rest, cell, '|');) {
      text += "|";
      std::istringstream words(cell);
      std::string items;
      for (std::string item; std::getline(words >> std::ws, item, ',');) {
        item.erase(item.find_last_not_of(' ') + 1);
        items += (items.empty() ? "" : ", ") + without_count(item);
      }
      text += items;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("README lists the operators") {
  const std::string table = between_markers(readme());
  octet::report::operator_table expected{octet::convert::executor_kernels()};
  INFO(how_to_rewrite);
  CHECK(without_counts(table) == without_counts(expected.markdown()));
}

TEST_CASE("README says how many golden models use each operator") {
  const auto data = octet_test::data_dir();
  if (!data) OCTET_SKIP("no data folder");
  octet::report::operator_table expected{octet::convert::executor_kernels()};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "goldens")) {
    if (entry.path().extension() != ".tflite") continue;
    const std::vector<std::uint8_t> file = octet::convert::read_file(entry.path());
    const octet::result<octet::graph> model = octet::graph::open(file);
    REQUIRE(model.has_value());
    expected.add(*model);
  }
  INFO(how_to_rewrite);
  CHECK(between_markers(readme()) == expected.markdown());
  CHECK(readme().find(std::to_string(expected.models()) + " public models") != std::string::npos);
}

TEST_CASE("a table without its numbers") {
  CHECK(without_counts("| RELU6 | 12 | | → int8 3, yes | int32, int64 1 |\n") ==
        "| RELU6 |yes||→ int8, yes|int32, int64\n");
}
