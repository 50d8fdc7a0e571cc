// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet-bench: what it says about bad input, and that a picture is not lost by it.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "octet/convert/file.hpp"
#include "support/program.hpp"

namespace {

namespace fs = std::filesystem;
using octet_test::check_refused;
using octet_test::outcome;
using octet_test::scratch_dir;

outcome run(const std::string& arguments, const scratch_dir& folder) {
  return octet_test::run_program("octet-bench", arguments, folder);
}

/// What it says about a file with these lines behind a comment and a layer.
outcome run_layers(const std::string& lines, const scratch_dir& folder) {
  const fs::path path = folder.path() / "l.tsv";
  octet::convert::write_file(path, "# layers\na\tconv\t4\t4\t1\t1\t3\t3\t1\n" + lines);
  return run("--layers " + path.string() + " --json", folder);
}

}  // namespace

TEST_CASE("octet-bench refuses bad layers with one line and code 2") {
  if (!fs::exists(octet_test::bin_dir() / "octet-bench")) OCTET_SKIP("no octet-bench");
  const scratch_dir folder("bench");
  const auto refuses = [&](const std::string& lines, const std::string& reason) {
    CAPTURE(lines);
    check_refused(run_layers(lines, folder), "octet-bench", "l.tsv: " + reason);
  };
  const std::string form = "line 3: expected name kind H W Cin Cout KH KW S";
  refuses("b\tconv\t4\t4\t1\t1\t3\t3\n", form);
  refuses("b\tconv\t4\t4\t1\t1\t3\t3\t1\t1\n", form);
  refuses("b\tconv\t4\tx\t1\t1\t3\t3\t1\n", form);
  refuses("b\tconv\t4\t4\t1\t1\t3\t3\t99999999999\n", form);
  refuses("\nb\tpool\t4\t4\t1\t1\t3\t3\t1\n", "line 4: no kind of layer: pool");
  refuses("b\tconv\t4\t4\t1\t1\t3\t3\t0\n", "line 3: sizes and strides");
  refuses("b\tconv\t4\t-4\t1\t1\t3\t3\t1\n", "line 3: sizes and strides");
  refuses("b\tfc\t4\t2\t1\t1\t1\t1\t1\n", "line 3: W, KH, KW and S of fc are 1");
  refuses("b\tdw\t4\t4\t2\t4\t3\t3\t1\n", "line 3: Cin and Cout of dw");
  refuses("b\tconv\t65536\t65536\t1\t1\t3\t3\t1\n", "line 3: a tensor has 2^28");
}

TEST_CASE("octet-bench refuses options that make no sense, and leaves the old picture alone") {
  if (!fs::exists(octet_test::bin_dir() / "octet-bench")) OCTET_SKIP("no octet-bench");
  const scratch_dir folder("bench");
  const fs::path picture = folder.path() / "old.svg";
  octet::convert::write_file(picture, std::string("old"));
  const auto refuses = [&](const std::string& arguments, const std::string& reason) {
    CAPTURE(arguments);
    check_refused(run(arguments, folder), "octet-bench", reason);
    CHECK(octet_test::text_of(picture) == "old");
  };
  const std::string svg = " --svg " + picture.string();
  refuses("--layers known" + svg + " --oops", "unknown option --oops");
  refuses("--layers known" + svg + " --target nothing", "no target nothing");
  refuses("--layers none.tsv" + svg, "cannot read none.tsv");
  refuses("--layers /dev/null" + svg, "no layers");
  refuses("--models" + svg, "--models goes with");
  refuses("--layers known --svg", "--svg needs a value");
}

TEST_CASE("octet-bench times a layer and says where the picture does not go") {
  if (!fs::exists(octet_test::bin_dir() / "octet-bench")) OCTET_SKIP("no octet-bench");
  const scratch_dir folder("bench");
  const fs::path lines = folder.path() / "l.tsv", picture = folder.path() / "new.svg";
  octet::convert::write_file(lines, std::string("\n# one\nsmall\tdw\t3\t3\t8\t8\t3\t3\t2\n"));
  const std::string arguments = "--target portable --json --layers " + lines.string() + " --svg ";
  const outcome done = run(arguments + picture.string(), folder);
  CHECK(done.code == 0);
  CHECK(done.err.empty());
  CHECK(done.out.find("\"name\": \"small\"") != std::string::npos);
  CHECK(octet_test::text_of(picture).find("small") != std::string::npos);
  const outcome lost = run(arguments + (folder.path() / "no" / "new.svg").string(), folder);
  CHECK(lost.code == 2);
  CHECK(lost.out.find("\"name\": \"small\"") != std::string::npos);
  CHECK(lost.err.find("new.svg: cannot be written") != std::string::npos);
}
