// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trains a small convolutional network on handwritten digits, takes it to int8, and shows what that
// cost and what it gets wrong.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "classifier.hpp"
#include "digits.hpp"
#include "export.hpp"
#include "idx.hpp"
#include "octet/convert/calibrate.hpp"
#include "octet/convert/correct_bias.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/writer.hpp"
#include "octet/report/contact_sheet.hpp"
#include "octet/report/image.hpp"
#include "octet/report/progress.hpp"
#include "octet/report/table.hpp"

namespace {

namespace fs = std::filesystem;

struct options {
  fs::path data;
  fs::path output = ".";
  std::uint64_t seed = 1;
  std::size_t epochs = 8;
};

constexpr int bad_input = 2;

constexpr const char* float_model = "mnist_float.tflite";
constexpr const char* int8_model = "mnist_int8.tflite";
constexpr const char* mistakes_sheet = "mnist_mistakes.png";

/// The folder for the results, made if it is missing; found out before the training, not after it.
void prepare_output(const fs::path& folder) {
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  for (const char* name : {float_model, int8_model, mistakes_sheet})
    octet::convert::check_writable(folder / name);
}

mnist::dataset load_or_draw(const options& chosen) {
  if (!chosen.data.empty()) return mnist::read_dataset(chosen.data);
  mnist::random_source random(chosen.seed);
  mnist::dataset drawn;
  drawn.train = mnist::draw_digits(12'000, random);
  drawn.test = mnist::draw_digits(2'000, random);
  return drawn;
}

/// One of the two models on the test images.
struct evaluation {
  std::vector<std::uint8_t> predicted;
  double accuracy = 0;
  double microseconds = 0;  ///< median of an image
  std::size_t file_bytes = 0;
  std::uint64_t arena_bytes = 0;
};

/// Runs the kernels that run on the device, on every test image.
evaluation evaluate(const std::vector<std::uint8_t>& file, const mnist::images& data,
                    std::string title) {
  using clock = std::chrono::steady_clock;
  octet::convert::executor model(file);
  octet::report::progress_bar bar(std::move(title));
  evaluation result;
  result.file_bytes = file.size();
  result.arena_bytes = model.need().total();
  std::vector<double> times;
  std::vector<float> values(mnist::pixel_count);
  std::size_t right = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    mnist::to_real(data.image(i), values);
    const auto start = clock::now();
    model.run(values);
    times.push_back(std::chrono::duration<double, std::micro>(clock::now() - start).count());
    const std::span<const float> scores = model.output(0);
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    result.predicted.push_back(static_cast<std::uint8_t>(best));
    right += result.predicted.back() == data.labels[i];
    bar.update(static_cast<double>(i + 1) / static_cast<double>(data.size()));
  }
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  result.microseconds = times[times.size() / 2];
  result.accuracy = 100 * static_cast<double>(right) / static_cast<double>(data.size());
  return result;
}

/// Post-training quantization on the first training images.
std::vector<std::uint8_t> quantize(const octet::convert::network& net, const mnist::images& data) {
  std::vector<std::vector<float>> samples(std::min<std::size_t>(200, data.size()),
                                          std::vector<float>(mnist::pixel_count));
  for (std::size_t i = 0; i < samples.size(); ++i) mnist::to_real(data.image(i), samples[i]);
  const std::vector<std::uint8_t> file = octet::convert::write_network(net);
  octet::convert::calibrator calibrator(
      file, *octet::convert::observer_named(octet::convert::default_observer));
  for (const auto& sample : samples) calibrator.see(sample);
  return octet::convert::write_network(octet::convert::correct_bias(
      file, octet::convert::quantize(net, calibrator.ranges()),
      std::span(samples).first(std::min<std::size_t>(64, samples.size()))));
}

/// Draws every image that was taken for something else; returns how many there are.
std::size_t write_mistakes(const fs::path& path, const mnist::images& data,
                           std::span<const std::uint8_t> predicted) {
  std::vector<octet::report::tile> tiles;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (predicted[i] == data.labels[i]) continue;
    tiles.push_back({data.image(i), std::to_string(predicted[i]), std::to_string(data.labels[i])});
  }
  octet::report::write_png(path, octet::report::contact_sheet("mistakes: predicted/true", tiles));
  return tiles.size();
}

void print_table(const evaluation& real, const evaluation& quantized) {
  octet::report::text_table table{
      {"model", "accuracy %", "file B", "arena B", "us/image (median)"}};
  for (const auto& [name, e] : {std::pair{"float", &real}, std::pair{"int8", &quantized}}) {
    table.add({name, fmt::format("{:.2f}", e->accuracy), octet::report::grouped(e->file_bytes),
               octet::report::grouped(e->arena_bytes), fmt::format("{:.1f}", e->microseconds)});
  }
  fmt::print("\n{}", table.text());
}

void run(const options& chosen) {
  prepare_output(chosen.output);
  const mnist::dataset data = load_or_draw(chosen);
  fmt::print("data      {} training and {} test images, {}\n", data.train.size(), data.test.size(),
             chosen.data.empty() ? "drawn" : "from " + chosen.data.string());

  const auto trained = mnist::train_classifier(data.train, chosen.epochs, chosen.seed);
  const octet::convert::network net = mnist::to_tflite(trained);
  const std::vector<std::uint8_t> real_file = octet::convert::write_network(net);
  const std::vector<std::uint8_t> int8_file = quantize(net, data.train);
  octet::convert::write_file(chosen.output / float_model, real_file);
  octet::convert::write_file(chosen.output / int8_model, int8_file);

  const evaluation real = evaluate(real_file, data.test, "float");
  const evaluation quantized = evaluate(int8_file, data.test, "int8");
  print_table(real, quantized);

  const fs::path sheet = chosen.output / mistakes_sheet;
  const std::size_t mistakes = write_mistakes(sheet, data.test, quantized.predicted);
  fmt::print("\nmodels    {}, {}\nmistakes  {} of int8 in {}\n",
             (chosen.output / float_model).string(), (chosen.output / int8_model).string(),
             mistakes, sheet.string());
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app{"Trains a small convolutional network on handwritten digits and takes it to int8.",
               "octet-mnist"};
  app.add_option("--data", chosen.data,
                 "Folder with the four MNIST files, plain or .gz (default: draw digits)");
  app.add_option("--output", chosen.output, "Folder for the results")->capture_default_str();
  app.add_option("--seed", chosen.seed, "Of the digits, the first weights and the order")
      ->capture_default_str();
  app.add_option("--epochs", chosen.epochs, "Passes over the training images")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
    run(chosen);
    return 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    fmt::print(stderr, "octet-mnist: {}\n", error.what());
  } catch (const std::exception& error) {
    fmt::print(stderr, "octet-mnist: {}\n", error.what());
  }
  return bad_input;
}
