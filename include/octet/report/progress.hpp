// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A progress bar: one line rewritten in place on a terminal, a few plain lines anywhere else.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

namespace octet::report {

inline bool is_terminal(std::FILE* file) {
#if defined(_WIN32)
  return _isatty(_fileno(file)) != 0;
#else
  return isatty(fileno(file)) != 0;
#endif
}

/// "title [########............]  42 %  note", cut to 79 columns so that a terminal does not wrap
/// it.
inline std::string progress_line(std::string_view title, double fraction, std::string_view note) {
  constexpr int cells = 20;
  const double share = std::clamp(fraction, 0.0, 1.0);
  const std::string bar(static_cast<std::size_t>(std::lround(share * cells)), '#');
  // Rounded down: 100 % is said when all is done.
  const int percent = static_cast<int>(share * 100);
  std::string line = fmt::format("{} [{:.<{}}] {:3} %", title, bar, cells, percent);
  if (!note.empty()) line += fmt::format("  {}", note);
  line.resize(std::min<std::size_t>(line.size(), 79));
  return line;
}

/// Shows how far a job is. On a terminal at most ten times a second, so that it costs nothing to
/// call after every sample; elsewhere whenever another tenth is done. Not for use by many threads.
class progress_bar {
 public:
  enum class form {
    terminal,  ///< one line, rewritten
    plain,     ///< a line for every tenth
  };

  explicit progress_bar(std::string title, std::FILE* out = stderr)
      : progress_bar(std::move(title), out, is_terminal(out) ? form::terminal : form::plain) {}
  progress_bar(std::string title, std::FILE* out, form chosen)
      : title_(std::move(title)), out_(out), form_(chosen) {}

  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  /// Leaves the cursor on a line of its own, also when an exception ends the job.
  ~progress_bar() {
    if (form_ == form::terminal && width_ > 0) std::fputc('\n', out_);
  }

  /// `fraction` of the job is done, 1 is all; `note` stands behind the bar.
  void update(double fraction, std::string_view note = {}) {
    if (!is_due(fraction)) return;
    const std::string line = progress_line(title_, fraction, note);
    if (form_ == form::terminal) {
      // Spaces over what a longer line before has left.
      fmt::print(out_, "\r{:<{}}", line, width_);
      width_ = std::max(width_, line.size());
    } else {
      fmt::print(out_, "{}\n", line);
    }
    std::fflush(out_);
  }

 private:
  using clock = std::chrono::steady_clock;

  bool is_due(double fraction) {
    const int tenth = static_cast<int>(fraction * 10);
    const bool reached = std::exchange(tenth_, std::max(tenth, tenth_)) < tenth;
    if (form_ == form::plain) return reached;
    const auto now = clock::now();
    if (width_ > 0 && fraction < 1 && now - shown_ < std::chrono::milliseconds(100)) return false;
    shown_ = now;
    return true;
  }

  std::string title_;
  std::FILE* out_;
  form form_;
  std::size_t width_ = 0;  // of the longest line shown
  int tenth_ = 0;          // last one shown
  clock::time_point shown_{};
};

}  // namespace octet::report
