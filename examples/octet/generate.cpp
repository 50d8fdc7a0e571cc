// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet generate: a model as C++ for a device: its bytes, the static_model, and a self-test.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "drawn_inputs.hpp"
#include "generated_text.hpp"
#include "identifier.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/core/crc32.hpp"
#include "octet/model/constants.hpp"

namespace {

namespace fs = std::filesystem;
namespace convert = octet::convert;
using byte_vector = std::vector<std::uint8_t>;

struct generate_arguments {
  std::string model, folder, name;
  std::size_t samples = 2;
  bool c_api = false, force = false;
};

generated_model describe(const generate_arguments& o) {
  byte_vector file = convert::read_model(o.model);
  const auto refuse = [&](const std::string& why) {
    throw convert::convert_error(o.model + ": " + why);
  };
  const octet::result<octet::graph> model = octet::graph::open(file);
  if (!model) refuse(convert::explain(model.error()));
  // What the device has, which is less than what the host runs.
  const auto need = convert::device_arena_size(*model);
  if (!need) refuse(convert::explain(need.error(), &*model));
  const std::string name = identifier(o.name.empty() ? fs::path(o.model).stem().string() : o.name);
  if (!o.name.empty() && name != o.name)
    throw std::runtime_error("--name " + o.name + ": not a name that C++ takes; " + name +
                             " would do");
  byte_vector constants(octet::lay_out_constants(*model, [](const auto&, std::size_t) {}));
  octet::copy_constants(*model, constants);
  generated_model g{.name = name,
                    .file = file,
                    .constant_bytes = constants.size(),
                    .crc = octet::crc32(constants),
                    .arena_bytes = static_cast<std::size_t>(need->activations),
                    .inputs = ports_of(*model, model->inputs()),
                    .outputs = ports_of(*model, model->outputs()),
                    .golden_inputs = draw_inputs(*model, o.samples),
                    .golden_outputs = {}};
  for (const auto& ports : {g.inputs, g.outputs}) {
    for (const port& p : ports) {
      if (p.type.empty()) refuse("an input or output of this type has no type in C++");
    }
  }
  convert::executor executor(std::move(file));
  g.golden_outputs.resize(o.samples * executor.output_bytes());
  for (std::size_t i = 0; i < o.samples; ++i) {
    const std::size_t in = executor.input_bytes(), out = executor.output_bytes();
    executor.run_bytes(std::span{g.golden_inputs}.subspan(i * in, in),
                       std::span{g.golden_outputs}.subspan(i * out, out));
  }
  return g;
}

/// Refuses to replace a file that this command has not made.
void check_replaceable(const fs::path& path) {
  if (!fs::exists(path)) return;
  const byte_vector old = convert::read_file(path);
  const std::string text(old.begin(), old.end());
  if (text.find(generated_mark) == std::string::npos)
    throw std::runtime_error(path.string() +
                             ": exists and was not made by octet generate; --force replaces it");
}

void generate(const generate_arguments& o) {
  const generated_model g = describe(o);
  std::vector<std::pair<fs::path, std::string>> files{{g.name + ".hpp", header_text(g)},
                                                      {g.name + ".cmake", cmake_text(g, o.c_api)},
                                                      {g.name + ".mk", makefile_text(g, o.c_api)}};
  if (o.c_api) {
    files.emplace_back(g.name + "_c.h", c_header_text(g));
    files.emplace_back(g.name + "_c.cpp", c_source_text(g));
  }
  const fs::path folder = o.folder;
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) throw std::runtime_error(o.folder + ": cannot be made (" + failed.message() + ")");
  // All of them or none.
  for (const auto& [name, text] : files) {
    if (!o.force) check_replaceable(folder / name);
    convert::check_writable(folder / name);
  }
  for (const auto& [name, text] : files) convert::write_file(folder / name, text);
  for (const auto& [name, text] : files) std::puts((folder / name).string().c_str());
  std::printf("model %zu B, of which %zu B on the device; memory %zu B\n", g.file.size(),
              g.constant_bytes, g.arena_bytes);
}

}  // namespace

void add_generate(CLI::App& app) {
  auto o = std::make_shared<generate_arguments>();
  CLI::App* command = app.add_subcommand(
      "generate", "Write a model as C++ for a device, planned by the compiler, with a self-test");
  command->add_option("MODEL", o->model, "model: .tflite, or Keras .h5")->required();
  command
      ->add_option("-o,--output", o->folder,
                   "folder for NAME.hpp, and NAME.cmake and NAME.mk to build it with")
      ->required();
  command->add_option("--name", o->name,
                      "namespace and file name (default: the model's, as C++ takes it)");
  command->add_option("--samples", o->samples, "golden samples of the self-test")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--c-api", o->c_api, "NAME_c.h and NAME_c.cpp too: the same from C");
  command->add_flag("--force", o->force, "replace files that octet generate has not made");
  command->callback([o] { generate(*o); });
}
