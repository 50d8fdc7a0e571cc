// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet-mnist: what it says about bad input, and with which exit code.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "support/program.hpp"

namespace {

namespace fs = std::filesystem;

octet_test::outcome run(const std::string& arguments, const octet_test::scratch_dir& folder) {
  return octet_test::run_program("octet-mnist", arguments, folder);
}

void check_refused(const octet_test::outcome& result, const std::string& reason) {
  octet_test::check_refused(result, "octet-mnist", reason);
}

}  // namespace

TEST_CASE("octet-mnist explains itself") {
  const octet_test::scratch_dir folder("mnist");
  const octet_test::outcome result = run("--help", folder);
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
                "cannot be written (");
  check_refused(run("--epochs 0", folder), "--epochs");
  check_refused(run("--seed minus", folder), "--seed");
  check_refused(run("--unknown", folder), "--unknown");
}
