// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet: runs, analyzes, quantizes and validates .tflite models from the command line.
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "commands.hpp"
#include "octet/convert/error.hpp"
#include "octet/core/config.hpp"

namespace {

std::string version() {
  return "octet " + std::to_string(OCTET_VERSION_MAJOR) + "." +
         std::to_string(OCTET_VERSION_MINOR) + "." + std::to_string(OCTET_VERSION_PATCH);
}

/// Names in files and of files may hold anything; what is said stays one line.
int fail(const char* what) {
  std::fprintf(stderr, "octet: %s\n", octet::convert::to_line(what).c_str());
  return 2;
}

int run(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& e) {
    return e.get_exit_code();  // the command has said why
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);  // --help, --version
    return fail((std::string(e.what()) + " (see octet --help)").c_str());
  } catch (const std::bad_alloc&) {
    return fail("not enough memory");
  } catch (const std::exception& e) {
    return fail(e.what());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"octet takes a neural network to int8 and runs it.", "octet"};
  app.set_version_flag("--version", version());
  app.require_subcommand(1);
  app.footer(
      "Exit code: 0, or 2 with one line on standard error that says what is wrong; identify has 1 "
      "too.");
  add_run(app);
  add_analyze(app);
  add_bench(app);
  add_convert(app);
  add_generate(app);
  add_identify(app);
  add_operators(app);
  add_quantize(app);
  add_validate(app);
  const int code = run(app, argc, argv);
  // A result that is lost on a full disk is none.
  if (code != 2 && (std::fflush(stdout) != 0 || std::ferror(stdout) != 0))
    return fail("standard output cannot be written");
  return code;
}
