// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet-mnist: what it says about bad input, and with which exit code.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/data.hpp"
#include "support/scratch_dir.hpp"

namespace {

namespace fs = std::filesystem;

struct outcome {
  int code;
  std::string out;
  std::string err;
};

std::string text_of(const fs::path& path) {
  const auto bytes = octet_test::read_bytes(path);
  return {bytes.begin(), bytes.end()};
}

outcome run(const std::string& arguments, const octet_test::scratch_dir& folder) {
  const fs::path out = folder.path() / "out.txt";
  const fs::path err = folder.path() / "err.txt";
  const std::string command = (octet_test::bin_dir() / "octet-mnist").string() + " " + arguments +
                              " > " + out.string() + " 2> " + err.string();
  const int status = std::system(command.c_str());
  return {status / 256, text_of(out), text_of(err)};  // POSIX: the code is in the second byte
}

void check_refused(const outcome& result, const std::string& reason) {
  CHECK(result.code == 2);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with("octet-mnist: "));
  CHECK(result.err.find(reason) != std::string::npos);
  CHECK(std::ranges::count(result.err, '\n') == 1);
}

}  // namespace

TEST_CASE("octet-mnist explains itself") {
  const octet_test::scratch_dir folder("mnist");
  const outcome result = run("--help", folder);
  CHECK(result.code == 0);
  for (const char* option : {"--data", "--output", "--seed", "--epochs"}) {
    CHECK(result.out.find(option) != std::string::npos);
  }
}

TEST_CASE("octet-mnist refuses bad input with one line and code 2") {
  const octet_test::scratch_dir folder("mnist");
  const std::string output = "--output " + folder.path().string();
  check_refused(run(output + " --data " + (folder.path() / "none").string(), folder),
                "train-images-idx3-ubyte: not found");
  check_refused(run("--output " + (folder.path() / "out.txt" / "below").string(), folder),
                "cannot be written to");
  check_refused(run("--epochs 0", folder), "--epochs");
  check_refused(run("--seed minus", folder), "--seed");
  check_refused(run("--unknown", folder), "--unknown");
}
