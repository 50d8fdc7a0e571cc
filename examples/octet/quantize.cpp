// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet quantize: a float model and samples in, a quantized model and its price out.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "octet/convert/calibrate.hpp"
#include "octet/convert/compare.hpp"
#include "octet/convert/config.hpp"
#include "octet/convert/correct_bias.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/layer_observers.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/quantization.hpp"
#include "octet/convert/run_log.hpp"
#include "octet/convert/samples.hpp"
#include "octet/convert/writer.hpp"
#include "octet/report/table.hpp"
#include "progress.hpp"
#include "quantize_options.hpp"
#include "run_files.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;

struct quantize_arguments {
  std::string model, data, output;
  bool save_files = false;
  convert::quantize_config config;
};

/// Samples on which layers are corrected and compared: enough for a mean and a ratio in dB, few
/// enough not to be waited for.
constexpr std::size_t compared = 100;

std::string decibels(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void print_layers(const convert::layer_comparison& comparison, const convert::network& net,
                  const convert::calibration& calibrated) {
  report::text_table table{{"#", "operator", "output", "observer", "SQNR dB"}};
  for (const auto& layer : comparison.layers()) {
    const auto node = static_cast<std::size_t>(layer.node);
    const auto tensor = static_cast<std::size_t>(net.nodes[node].outputs[0]);
    const bool observed = tensor < calibrated.observers.size();
    table.add({std::to_string(layer.node), std::string(name_of(layer.code)), layer.tensor,
               observed ? std::string(calibrated.observers[tensor]) : "",
               decibels(layer.sums.sqnr())});
  }
  std::fputs(table.text().c_str(), stdout);
}

/// Calls f(sample) for some samples, with a bar.
template <class F>
void for_each_sample(const char* what, convert::samples& samples, std::size_t count, F f) {
  terminal_bar progress(what);
  for (std::size_t i = 0; i < count; ++i) {
    f(samples[i]);
    progress.update(static_cast<double>(i + 1) / static_cast<double>(count));
  }
}

void print_trained(const convert::quantization& run) {
  if (run.is_trained())
    std::printf("trained for codes: %zu ranges come from the model, %zu from samples\n\n",
                run.trained_ranges(), run.untrained().size());
}

void print_sizes(const quantize_arguments& o, std::size_t before, std::size_t after) {
  std::printf("\n%s: %s B -> %s: %s B (%.1f %%)\n", o.model.c_str(),
              report::grouped(before).c_str(), o.output.c_str(), report::grouped(after).c_str(),
              100.0 * static_cast<double>(after) / static_cast<double>(before));
}

/// What the calibration of a model leaves open.
std::vector<std::string> notes_of(const convert::quantization& run,
                                  const convert::calibration& calibrated, std::size_t samples) {
  std::vector<std::string> notes = warnings_of(run, calibrated);
  if (samples < 100)
    notes.insert(notes.begin(), std::to_string(samples) +
                                    " samples; 100 to 500 typical ones make reliable ranges");
  return notes;
}

/// Whether samples are there, where they are needed.
bool has_samples(const quantize_arguments& o, const convert::quantization& run) {
  if (!o.data.empty() || run.untrained().empty()) return !o.data.empty();
  const std::string first = run.float_net().at(run.untrained()[0]).name;
  throw convert::convert_error("--data is needed: the ranges of " +
                               std::to_string(run.untrained().size()) +
                               " activations come from samples (\"" + first + "\" first)");
}

void quantize(const quantize_arguments& o) {
  const std::vector<std::uint8_t> file = convert::read_model(o.model);
  // What cannot be done is told before anybody waits for samples.
  convert::quantization run{
      convert::with_path(o.model, [&] { return convert::read_network(file); }), o.config};
  const convert::network& net = run.float_net();
  const std::vector<std::uint8_t> float_file = convert::write_network(net);
  const bool sampled = has_samples(o, run);
  check_outputs(o.output, o.save_files);
  if (!sampled) {
    const convert::network made = run.quantize(std::vector<octet::range>{});
    const std::vector<std::uint8_t> written = convert::write_network(made);
    const convert::executor loads{written};
    if (o.save_files) save_run_files(o.output, run, made, {}, {});
    convert::write_file(o.output, written);
    print_trained(run);
    print_sizes(o, file.size(), written.size());
    return;
  }
  convert::calibrator calibrator{float_file, convert::layer_observers(net, run.settings())};
  convert::samples samples{o.data, calibrator.sample_size()};
  const std::size_t count =
      std::min(run.config().batch_num.value_or(samples.count()), samples.count());
  run.set_samples(count);
  for_each_sample("calibrate", samples, count, [&](auto sample) { calibrator.see(sample); });
  const convert::calibration calibrated = calibrator.finish();
  convert::network made = run.quantize(calibrated.ranges);
  const std::size_t some = std::min(count, compared);
  // Training has corrected them already, with the rounding that is in the model.
  if (run.config().bias_correction && !run.is_trained())
    made = convert::correct_bias(float_file, std::move(made), samples.first(some));
  const std::vector<std::uint8_t> written = convert::write_network(made);
  convert::layer_comparison comparison{float_file, written};
  for_each_sample("compare", samples, some, [&](auto sample) { comparison.see(sample); });
  const std::vector<std::string> notes = notes_of(run, calibrated, count);
  if (o.save_files) save_run_files(o.output, run, made, calibrated, notes);
  convert::write_file(o.output, written);
  // Not before all has gone well: an error is one line.
  for (const std::string& note : notes)
    std::fprintf(stderr, "octet: note: %s\n", convert::to_line(note).c_str());
  print_trained(run);
  print_layers(comparison, net, calibrated);
  print_sizes(o, file.size(), written.size());
}

}  // namespace

void add_quantize(CLI::App& app) {
  auto o = std::make_shared<quantize_arguments>();
  convert::quantize_config& c = o->config;
  CLI::App* command = app.add_subcommand("quantize", "Take a float model to int8, or other codes");
  command->add_option("MODEL", o->model, "float model: .tflite, or Keras .h5")->required();
  command->add_option(
      "--data", o->data,
      "calibration samples (.npy, float32): typical inputs as the float model takes "
      "them, 100 to 500; modes dynamic and float16, and models from "
      "quantization-aware training, need none");
  command->add_option("-o,--output", o->output, "where the quantized .tflite model goes")
      ->required();
  // First of those that set the config, so that the others change what it says.
  command->add_option_function<std::string>(
      "--config", [&c](const std::string& path) { c = convert::read_config(path); },
      "config.json with settings, also by type and layer: keys of AMCT, of X-CUBE-AI, or as "
      "--save-files writes them; options beside it change what holds for all layers");
  command
      ->add_option_function<std::string>(
          "--observer", [&c](const std::string& name) { c.settings.common.observer.name = name; },
          "how the range of a tensor is chosen; auto tries all on each")
      ->check(CLI::IsMember(
          std::vector<std::string>(convert::observer_names.begin(), convert::observer_names.end())))
      ->default_str("mse; min_max for int16");
  command
      ->add_option_function<std::size_t>(
          "--samples", [&c](std::size_t n) { c.batch_num = n; }, "use only the first N samples")
      ->check(CLI::Range(1, 1'000'000'000));
  command->add_flag_callback(
      "--no-bias-correction", [&c] { c.bias_correction = false; },
      "leave the biases as rounding makes them");
  command->add_flag_callback(
      "--no-folding", [&c] { c.do_fusion = false; },
      "leave batch norm, padding and activations in operators of their own");
  add_settings(*command, c.settings);
  command->add_flag("--save-files", o->save_files, save_files_help);
  command->callback([o] { quantize(*o); });
}
