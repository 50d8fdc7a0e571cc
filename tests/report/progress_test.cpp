// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The progress bar: what a line says, and which lines are written.
#include "octet/report/progress.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

using octet::report::is_terminal;
using octet::report::progress_bar;
using octet::report::progress_line;

namespace {

/// What was written to a temporary file.
class recorded {
 public:
  std::FILE* file() { return file_.get(); }
  std::string text() {
    std::rewind(file());
    std::string all;
    for (int c = std::fgetc(file()); c != EOF; c = std::fgetc(file())) {
      all += static_cast<char>(c);
    }
    return all;
  }

 private:
  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, closer> file_{std::tmpfile()};
};

}  // namespace

TEST_CASE("a line shows title, bar, per cent and note") {
  CHECK(progress_line("a", 0, "") == "a [....................]   0 %");
  CHECK(progress_line("a", 0.5, "b c") == "a [##########..........]  50 %  b c");
  CHECK(progress_line("a", 1, "") == "a [####################] 100 %");
}

TEST_CASE("a line says 100 % only at the end, stays in range and within 79 columns") {
  CHECK(progress_line("", 0.9999, "").ends_with("99 %"));
  CHECK(progress_line("", -3, "").ends_with("  0 %"));
  CHECK(progress_line("", 7, "").ends_with("100 %"));
  CHECK(progress_line("title", 0.1, std::string(200, 'x')).size() == 79);
}

TEST_CASE("away from a terminal there is one line for every tenth") {
  recorded out;
  CHECK_FALSE(is_terminal(out.file()));
  {
    progress_bar bar("job", out.file());
    for (int i = 1; i <= 1000; ++i) bar.update(i / 1000.0, "n");
    bar.update(1);
  }
  const std::string text = out.text();
  CHECK(std::ranges::count(text, '\n') == 10);
  CHECK(std::ranges::count(text, '\r') == 0);
  CHECK(text.find("10 %") != std::string::npos);
  CHECK(text.ends_with("100 %  n\n"));
}

TEST_CASE("a step over several tenths is one line") {
  recorded out;
  progress_bar bar("job", out.file());
  bar.update(0.05);
  bar.update(0.55);
  bar.update(0.52);
  bar.update(0.59);
  CHECK(out.text() == "job [###########.........]  55 %\n");
}

TEST_CASE("on a terminal one line is rewritten, and erased where the new one is shorter") {
  recorded out;
  {
    progress_bar bar("job", out.file(), progress_bar::form::terminal);
    bar.update(0, "a long note");
    bar.update(1, "x");
  }
  CHECK(out.text() ==
        "\rjob [....................]   0 %  a long note"
        "\rjob [####################] 100 %  x          \n");
}

TEST_CASE("a bar that was never updated writes nothing") {
  recorded out;
  { const progress_bar bar("job", out.file(), progress_bar::form::terminal); }
  CHECK(out.text().empty());
}
