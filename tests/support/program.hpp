// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Starts a program as a user would, and looks at what it says.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/data.hpp"
#include "support/scratch_dir.hpp"

namespace octet_test {

struct outcome {
  int code;
  std::string out;
  std::string err;
};

inline std::string text_of(const std::filesystem::path& path) {
  const auto bytes = read_bytes(path);
  return {bytes.begin(), bytes.end()};
}

/// Runs `program` of this build; standard output and error go through files in `folder`.
inline outcome run_program(const std::string& program, const std::string& arguments,
                           const scratch_dir& folder) {
  const std::filesystem::path out = folder.path() / "out.txt";
  const std::filesystem::path err = folder.path() / "err.txt";
  const std::string command = "'" + (bin_dir() / program).string() + "' " + arguments + " > " +
                              out.string() + " 2> " + err.string();
  const int status = std::system(command.c_str());
  return {status / 256, text_of(out), text_of(err)};  // POSIX: the code is in the second byte
}

/// Exit code 2, nothing on standard output, one line on standard error that gives the reason.
inline void check_refused(const outcome& result, const std::string& program,
                          const std::string& reason) {
  CAPTURE(result.err);
  CHECK(result.code == 2);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with(program + ": "));
  CHECK(result.err.find(reason) != std::string::npos);
  CHECK(std::ranges::count(result.err, '\n') == 1);
}

}  // namespace octet_test
