// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every C++ snippet in README.md is an example file, word for word; ctest builds and runs those
// files.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <string>

#include "support/data.hpp"

namespace {

using read_file = std::function<std::optional<std::string>(const std::string&)>;

std::optional<std::string> from_project(const std::string& name) {
  std::ifstream file(octet_test::source_dir() / name);
  if (!file.is_open()) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// An example without its two licence lines, which a reader of README need not see.
std::string without_licence(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("// SPDX-")) out += line + "\n";
  }
  return out;
}

/// One sentence for every snippet that is not the example that `<!-- example: FILE -->` before it
/// names.
std::string wrong_snippets(const std::string& readme, const read_file& read) {
  const std::string opening = "<!-- example: ";
  std::istringstream in(readme);
  std::string wrong;
  std::string example;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```cpp") || line.starts_with("```c++")) {
      std::string snippet;
      while (std::getline(in, line) && line != "```") snippet += line + "\n";
      const std::optional<std::string> file = example.empty() ? std::nullopt : read(example);
      if (example.empty()) {
        wrong += "a snippet names no example\n";
      } else if (!file) {
        wrong += example + " does not exist\n";
      } else if (without_licence(*file) != snippet) {
        wrong += example + " differs from its snippet\n";
      }
      example.clear();
      continue;
    }
    if (!example.empty()) wrong += example + " has no snippet\n";
    const bool named = line.starts_with(opening) && line.ends_with(" -->");
    example = named ? line.substr(opening.size(), line.size() - opening.size() - 4) : "";
  }
  return wrong;
}

}  // namespace

TEST_CASE("every snippet in README.md is an example") {
  const auto readme = from_project("README.md");
  REQUIRE(readme.has_value());
  CHECK(wrong_snippets(*readme, from_project) == "");
}

TEST_CASE("a snippet that differs, or names no file, is found") {
  const read_file read = [](const std::string& name) -> std::optional<std::string> {
    if (name != "examples/a.cpp") return std::nullopt;
    return "// SPDX-License-Identifier: Apache-2.0\n// Two.\nint main() {}\n";
  };
  const std::string good = "// Two.\nint main() {}\n";
  const auto readme = [](const std::string& name, const std::string& code) {
    return "# Title\n" + name + "```cpp\n" + code + "```\ntext\n";
  };
  const std::string a = "<!-- example: examples/a.cpp -->\n";
  CHECK(wrong_snippets(readme(a, good), read) == "");
  CHECK(wrong_snippets(readme(a, "int main() {}\n"), read) ==
        "examples/a.cpp differs from its snippet\n");
  CHECK(wrong_snippets(readme(a, good + "\n"), read) ==
        "examples/a.cpp differs from its snippet\n");
  CHECK(wrong_snippets(readme("", good), read) == "a snippet names no example\n");
  CHECK(wrong_snippets(readme("<!-- example: examples/b.cpp -->\n", good), read) ==
        "examples/b.cpp does not exist\n");
  CHECK(wrong_snippets(a + "text\n", read) == "examples/a.cpp has no snippet\n");
  CHECK(wrong_snippets("```sh\nmake\n```\n", read) == "");
}
