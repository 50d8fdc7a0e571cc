// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet quantize: a float model and samples in, an int8 model and its price out.
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
#include "octet/convert/correct_bias.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/samples.hpp"
#include "octet/convert/writer.hpp"
#include "octet/report/progress.hpp"
#include "octet/report/table.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;

struct options {
  std::string model, data, output, observer = std::string(convert::default_observer);
  std::size_t samples = 0;
  bool correct_bias = true;
  convert::quantize_settings quantize;
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
    table.add({std::to_string(layer.node), std::string(name_of(layer.code)), layer.tensor,
               std::string(calibrated.observers[tensor]), decibels(layer.sums.sqnr())});
  }
  std::fputs(table.text().c_str(), stdout);
}

void quantize(const options& o) {
  const std::vector<std::uint8_t> file = convert::read_model(o.model);
  const convert::network net = convert::read_network(file);
  convert::calibrator calibrator{file, *convert::observer_named(o.observer)};
  convert::samples samples{o.data, calibrator.sample_size()};
  const std::size_t count = o.samples == 0 ? samples.count() : std::min(o.samples, samples.count());
  if (count < 100) {
    std::fprintf(stderr, "octet: note: %zu samples; 100 to 500 typical ones make reliable ranges\n",
                 count);
  }
  {
    report::progress_bar progress{"calibrate"};
    for (std::size_t i = 0; i < count; ++i) {
      calibrator.see(samples[i]);
      progress.update(static_cast<double>(i + 1) / static_cast<double>(count));
    }
  }
  const convert::calibration calibrated = calibrator.finish();
  convert::network integer = convert::quantize(net, calibrated.ranges, o.quantize);
  const std::size_t some = std::min(count, compared);
  if (o.correct_bias)
    integer = convert::correct_bias(file, std::move(integer), samples.first(some));
  const std::vector<std::uint8_t> quantized = convert::write_network(integer);
  convert::layer_comparison comparison{file, quantized};
  {
    report::progress_bar progress{"compare"};
    for (std::size_t i = 0; i < some; ++i) {
      comparison.see(samples[i]);
      progress.update(static_cast<double>(i + 1) / static_cast<double>(some));
    }
  }
  convert::write_file(o.output, quantized);
  print_layers(comparison, net, calibrated);
  std::printf("\n%s: %s B -> %s: %s B (%.1f %%)\n", o.model.c_str(),
              report::grouped(file.size()).c_str(), o.output.c_str(),
              report::grouped(quantized.size()).c_str(),
              100.0 * static_cast<double>(quantized.size()) / static_cast<double>(file.size()));
}

}  // namespace

void add_quantize(CLI::App& app) {
  auto o = std::make_shared<options>();
  CLI::App* command = app.add_subcommand("quantize", "Take a float model to int8");
  command->add_option("MODEL", o->model, "float model: .tflite, or Keras .h5")->required();
  command
      ->add_option("--data", o->data,
                   "calibration samples (.npy, float32): typical inputs as the float model takes "
                   "them, 100 to 500")
      ->required();
  command->add_option("-o,--output", o->output, "where the int8 .tflite model goes")->required();
  command
      ->add_option("--observer", o->observer,
                   "how the range of a tensor is chosen; auto tries all on each")
      ->check(CLI::IsMember(
          std::vector<std::string>(convert::observer_names.begin(), convert::observer_names.end())))
      ->capture_default_str();
  command->add_option("--samples", o->samples, "use only the first N samples")
      ->check(CLI::PositiveNumber);
  command->add_flag("!--no-bias-correction", o->correct_bias,
                    "leave the biases as rounding makes them");
  command->add_flag_callback(
      "--per-channel-fully-connected",
      [o] { o->quantize.by_type[octet::builtin::fully_connected].per_channel = true; },
      "a scale for each output of FULLY_CONNECTED; older runtimes expect one");
  command->callback([o] { quantize(*o); });
}
