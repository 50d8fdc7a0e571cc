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
#include "quantize_options.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;

struct options {
  std::string model, data, output, observer;
  std::size_t samples = 0;
  bool correct_bias = true;
  convert::quantize_settings settings;
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
  report::progress_bar progress{what};
  for (std::size_t i = 0; i < count; ++i) {
    f(samples[i]);
    progress.update(static_cast<double>(i + 1) / static_cast<double>(count));
  }
}

/// The observer that was asked for, for the codes that activations will have. 16 bits have room for
/// the extremes, and histograms no bins for what cutting them would gain.
convert::any_observer observer_for(const std::string& name,
                                   const std::vector<convert::operator_format>& formats) {
  const auto integer = std::ranges::find_if(formats, &convert::operator_format::is_integer);
  if (integer == formats.end()) return octet::min_max{};
  const bool wide = integer->activations.type == octet::tensor_type::int16;
  const std::string usual = wide ? "min_max" : std::string(convert::default_observer);
  return *convert::observer_named(name.empty() ? usual : name, integer->activations.codes);
}

bool has_codes(const std::vector<convert::operator_format>& formats) {
  return std::ranges::any_of(formats, &convert::operator_format::is_integer);
}

/// The samples to use; none where no data is given.
std::size_t count_samples(const options& o, const convert::samples& samples) {
  const std::size_t count = o.samples == 0 ? samples.count() : std::min(o.samples, samples.count());
  if (count < 100) {
    std::fprintf(stderr, "octet: note: %zu samples; 100 to 500 typical ones make reliable ranges\n",
                 count);
  }
  return count;
}

void print_sizes(const options& o, std::size_t before, std::size_t after) {
  std::printf("\n%s: %s B -> %s: %s B (%.1f %%)\n", o.model.c_str(),
              report::grouped(before).c_str(), o.output.c_str(), report::grouped(after).c_str(),
              100.0 * static_cast<double>(after) / static_cast<double>(before));
}

/// Modes in which all is computed in float need no samples.
void quantize_weights(const options& o, const std::vector<std::uint8_t>& file,
                      const convert::network& net) {
  const std::vector<octet::range> none(net.tensors.size());
  const std::vector<std::uint8_t> written =
      convert::write_network(convert::quantize(net, none, o.settings));
  const convert::executor loads{written};
  convert::write_file(o.output, written);
  print_sizes(o, file.size(), loads.model().file().size());
}

void quantize(const options& o) {
  const std::vector<std::uint8_t> file = convert::read_model(o.model);
  const convert::network net = convert::read_network(file);
  // What cannot be done is told before anybody waits for samples.
  const std::vector<convert::operator_format> formats = convert::formats_of(net, o.settings);
  if (o.data.empty()) {
    if (has_codes(formats))
      throw convert::convert_error("--data is needed: the ranges of activations come from samples");
    return quantize_weights(o, file, net);
  }
  convert::calibrator calibrator{file, observer_for(o.observer, formats)};
  convert::samples samples{o.data, calibrator.sample_size()};
  const std::size_t count = count_samples(o, samples);
  for_each_sample("calibrate", samples, count, [&](auto sample) { calibrator.see(sample); });
  const convert::calibration calibrated = calibrator.finish();
  convert::network made = convert::quantize(net, calibrated.ranges, o.settings);
  const std::size_t some = std::min(count, compared);
  if (o.correct_bias) made = convert::correct_bias(file, std::move(made), samples.first(some));
  const std::vector<std::uint8_t> written = convert::write_network(made);
  convert::layer_comparison comparison{file, written};
  for_each_sample("compare", samples, some, [&](auto sample) { comparison.see(sample); });
  convert::write_file(o.output, written);
  print_layers(comparison, net, calibrated);
  print_sizes(o, file.size(), written.size());
}

}  // namespace

void add_quantize(CLI::App& app) {
  auto o = std::make_shared<options>();
  CLI::App* command = app.add_subcommand("quantize", "Take a float model to int8, or other codes");
  command->add_option("MODEL", o->model, "float model: .tflite, or Keras .h5")->required();
  command->add_option(
      "--data", o->data,
      "calibration samples (.npy, float32): typical inputs as the float model takes "
      "them, 100 to 500; modes dynamic and float16 need none");
  command->add_option("-o,--output", o->output, "where the quantized .tflite model goes")
      ->required();
  command
      ->add_option("--observer", o->observer,
                   "how the range of a tensor is chosen; auto tries all on each. min_max for "
                   "activations of 16 bits unless given")
      ->check(CLI::IsMember(
          std::vector<std::string>(convert::observer_names.begin(), convert::observer_names.end())))
      ->default_str(std::string(convert::default_observer));
  command->add_option("--samples", o->samples, "use only the first N samples")
      ->check(CLI::PositiveNumber);
  command->add_flag("!--no-bias-correction", o->correct_bias,
                    "leave the biases as rounding makes them");
  add_settings(*command, o->settings);
  command->callback([o] { quantize(*o); });
}
