// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How far a command is, for whoever watches it.
#pragma once

#include <cstdio>
#include <optional>
#include <string_view>

#include "octet/report/progress.hpp"

/// A bar on a terminal only: a script wants the result, and one line if there is none.
class terminal_bar {
 public:
  explicit terminal_bar(const char* title) {
    if (octet::report::is_terminal(stderr)) bar_.emplace(title);
  }

  /// As octet::report::progress_bar has it.
  void update(double fraction, std::string_view note = {}) {
    if (bar_) bar_->update(fraction, note);
  }

 private:
  std::optional<octet::report::progress_bar> bar_;
};
