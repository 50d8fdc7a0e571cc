// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet run: a model over one or more inputs, exactly as the device would compute it.
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/npy.hpp"
#include "progress.hpp"
#include "tensor_file.hpp"

namespace {

octet::convert::executor load(const std::string& path, std::int32_t threads) {
  std::vector<std::uint8_t> file = octet::convert::read_model(path);
  return octet::convert::with_path(
      path, [&] { return octet::convert::executor(std::move(file), {.threads = threads}); });
}

struct run_arguments {
  std::string model, input, output;
  bool reset = false;
  std::int32_t threads = 1;
};

void write_outputs(const std::string& path, const octet::convert::executor& model,
                   std::vector<std::uint8_t> bytes, std::size_t runs) {
  if (!is_npy(path)) return octet::convert::write_file(path, bytes);
  const octet::tensor_info t = model.model().tensor(model.model().outputs()[0]);
  octet::convert::npy_array array{.type = t.type, .shape = {runs}, .bytes = std::move(bytes)};
  // The model's leading axis is the batch where its input has the same one: it joins the sample
  // axis.
  const octet::shape in = model.model().tensor(model.model().inputs()[0]).shape;
  const bool batched = t.shape.rank > 0 && in.rank > 0 && t.shape[0] == in[0];
  if (batched) array.shape[0] *= static_cast<std::size_t>(t.shape[0]);
  for (std::int32_t i = batched ? 1 : 0; i < t.shape.rank; ++i) {
    array.shape.push_back(static_cast<std::size_t>(t.shape[i]));
  }
  octet::convert::write_npy(path, array);
}

void run(const run_arguments& o) {
  octet::convert::executor model = load(o.model, o.threads);
  if (is_npy(o.output) && model.model().outputs().size() != 1) {
    throw std::runtime_error(o.output + ": .npy holds one tensor, the model has " +
                             std::to_string(model.model().outputs().size()) +
                             " outputs; write raw bytes");
  }
  const std::vector<std::uint8_t> in =
      read_tensors(o.input, model.model(), model.model().inputs(), "input");
  const std::size_t step = model.input_bytes();
  if (in.empty() || step == 0 || in.size() % step != 0) {
    throw std::runtime_error(o.input + ": " + std::to_string(in.size()) +
                             " bytes are not one or more inputs of " + std::to_string(step) +
                             " bytes");
  }
  octet::convert::check_writable(o.output);
  const std::size_t runs = in.size() / step;
  std::vector<std::uint8_t> out(runs * model.output_bytes());
  terminal_bar progress("run");
  for (std::size_t i = 0; i < runs; ++i) {
    if (o.reset) model.reset();
    model.run_bytes(std::span{in}.subspan(i * step, step),
                    std::span{out}.subspan(i * model.output_bytes(), model.output_bytes()));
    progress.update(static_cast<double>(i + 1) / static_cast<double>(runs));
  }
  write_outputs(o.output, model, std::move(out), runs);
}

}  // namespace

void add_run(CLI::App& app) {
  auto o = std::make_shared<run_arguments>();
  CLI::App* command = app.add_subcommand("run", "Run a model over one or more inputs");
  command->add_option("MODEL", o->model, ".tflite model: int8, float or mixed; or Keras .h5")
      ->required();
  command
      ->add_option("--input", o->input,
                   "inputs one after another: raw bytes in the model's own types, every input "
                   "tensor in order; "
                   "or .npy, first axis the sample")
      ->required();
  command->add_option("--output", o->output, "where the outputs go, likewise")->required();
  command->add_option("--threads", o->threads, "how many run the larger layers: the same outputs")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_flag("--reset", o->reset, "forget the state (LSTM, SVDF) before every input");
  command->callback([o] { run(*o); });
}
