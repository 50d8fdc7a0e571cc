// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet generate: what it writes compiles, passes its self-test, and fails it when a byte changes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>

#include "octet/convert/file.hpp"
#include "octet/convert/writer.hpp"
#include "support/embedded_model.hpp"
#include "support/embedded_svdf.hpp"
#include "support/program.hpp"
#include "support/tiny_model.hpp"

namespace {

namespace fs = std::filesystem;
namespace convert = octet::convert;

constexpr const char* cpp_program =
    "#include \"net.hpp\"\n"
    "net::memory memory;\n"
    "int main() { return net::selftest(memory) ? 0 : 1; }\n";

constexpr const char* c_program =
    "#include \"net_c.h\"\n"
    "static net_memory memory;\n"
    "int main(void) {\n"
    "  net_reset(&memory);\n"
    "  net_input(&memory)[127] = 5;\n"
    "  if (net_run(&memory) != 0) return 2;\n"
    "  const int8_t* shares = net_output(&memory);\n"
    "  const int sum = shares[0] + shares[1] + shares[2] + 3 * 128;\n"
    "  if (sum < 253 || sum > 259) return 3;\n"  // of a softmax, in steps of 1/256
    "  return net_selftest(&memory) ? 0 : 1;\n"
    "}\n";

class workbench {
 public:
  workbench() {
    convert::write_file(path("net.tflite"), std::span{octet_test::embedded_model});
    convert::write_file(path("memory.tflite"), std::span{octet_test::embedded_svdf});
    convert::write_file(path("float.tflite"), convert::write_network(octet_test::tiny_model()));
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }

  octet_test::outcome generate(const std::string& model, const std::string& options = "") const {
    return octet_test::run_program(
        "octet", "generate " + path(model).string() + " -o " + path("out").string() + " " + options,
        folder_);
  }
  void refuses(const std::string& model, const std::string& options,
               const std::string& reason) const {
    octet_test::check_refused(generate(model, options), "octet", reason);
  }

  std::string text(const std::string& name) const { return octet_test::text_of(path(name)); }
  void write(const std::string& name, const std::string& text) const {
    convert::write_file(path(name), text);
  }

  /// The exit code of a shell command in the folder.
  int shell(const std::string& command) const {
    const std::string line = "cd '" + folder_.path().string() + "' && " + command + " 2> log.txt";
    return std::system(line.c_str()) / 256;
  }

  /// Compiles main.cpp as a device would, and runs it.
  int run_main() const {
    const std::string include = (octet_test::source_dir() / "include").string();
    const int failed = shell(
        "g++ -std=c++20 -O1 -Wall -Wextra -Wconversion -Werror -fno-exceptions -fno-rtti -Iout "
        "-I'" +
        include + "' main.cpp -o main");
    CAPTURE(text("log.txt"));
    REQUIRE(failed == 0);
    return shell("./main");
  }

 private:
  octet_test::scratch_dir folder_{"generate"};
};

bool has_compiler(const workbench& w) {
  if (w.shell("g++ --version > /dev/null") == 0) return true;
  MESSAGE("SKIP: no g++");
  return false;
}

}  // namespace

TEST_CASE("octet generate writes a model that passes its self-test until a weight changes") {
  const workbench w;
  if (!has_compiler(w)) return;
  const auto done = w.generate("net.tflite");
  CHECK(done.code == 0);
  CHECK(done.out.find("net.hpp") != std::string::npos);
  w.write("main.cpp", cpp_program);
  CHECK(w.run_main() == 0);

  // Weights of conv_2d: 81, 204 ... as embedded_model has them.
  std::string header = w.text("out/net.hpp");
  const std::size_t at = header.find("81,204,105,255");
  REQUIRE(at != std::string::npos);
  header.replace(at, 2, "80");
  w.write("out/net.hpp", header);
  CHECK(w.run_main() == 1);
}

TEST_CASE("octet generate: a golden output that is not reproduced fails the self-test") {
  const workbench w;
  if (!has_compiler(w)) return;
  // With a state: the second sample depends on the first.
  CHECK(w.generate("memory.tflite", "--name net --samples 3").code == 0);
  w.write("main.cpp", cpp_program);
  CHECK(w.run_main() == 0);
  std::string header = w.text("out/net.hpp");
  const std::size_t outputs = header.find("golden_outputs{");
  REQUIRE(outputs != std::string::npos);
  const std::size_t first = header.find_first_of("0123456789", outputs);
  const std::size_t digits = header.find(',', first) - first;
  header.replace(first, digits, std::to_string(std::stoi(header.substr(first, digits)) ^ 1));
  w.write("out/net.hpp", header);
  CHECK(w.run_main() == 1);
}

TEST_CASE("octet generate --c-api: the model from C, by the Makefile that comes with it") {
  const workbench w;
  if (!has_compiler(w)) return;
  CHECK(w.generate("net.tflite", "--c-api").code == 0);
  w.write("main.c", c_program);
  w.write("Makefile",
          "main: main.o net_c.o\n\t$(CXX) $^ -o $@\n"
          "main.o: main.c\n\t$(CC) -std=c99 -Wall -Wextra -Werror -Iout -c $< -o $@\n"
          "OCTET_INCLUDE := " +
              (octet_test::source_dir() / "include").string() + "\ninclude out/net.mk\n");
  const int failed = w.shell("make CC=gcc CXX=g++ > /dev/null");
  CAPTURE(w.text("log.txt"));
  REQUIRE(failed == 0);
  CHECK(w.shell("./main") == 0);
}

TEST_CASE("octet generate refuses models for the host, and files of others") {
  const workbench w;
  const auto help =
      octet_test::run_program("octet", "generate --help", octet_test::scratch_dir{"h"});
  CHECK(help.code == 0);
  CHECK(help.out.find("--c-api") != std::string::npos);
  w.refuses("float.tflite", "", "float.tflite: operator 1 (CONV_2D), tensor 3 ");
  w.refuses("none.tflite", "", "none.tflite: cannot be opened");
  w.refuses("net.tflite", "--name 3d", "model_3d would do");
  for (const std::string word : {"while", "for", "true", "co_await", "xor_eq", "main", "std"})
    w.refuses("net.tflite", "--name " + word, "model_" + word + " would do");
  w.refuses("net.tflite", "--samples 0", "samples");
  CHECK_FALSE(fs::exists(w.path("out")));

  CHECK(w.generate("net.tflite").code == 0);
  CHECK(w.generate("net.tflite").code == 0);  // its own files it replaces
  const std::string header = w.text("out/net.hpp");
  w.write("out/net.mk", "all: mine\n");
  w.write("out/net.hpp", header + "// Changed.\n");
  w.refuses("net.tflite", "", "net.mk: exists and was not made by octet generate");
  CHECK(w.text("out/net.mk") == "all: mine\n");
  CHECK(w.text("out/net.hpp") == header + "// Changed.\n");  // nothing was written
  CHECK(w.generate("net.tflite", "--force").code == 0);
  CHECK(w.text("out/net.hpp") == header);

  // One that cannot be written, and none is.
  fs::create_directories(w.path("out/other.mk"));
  w.refuses("net.tflite", "--name other --force", "other.mk: cannot be written");
  CHECK_FALSE(fs::exists(w.path("out/other.hpp")));
}
