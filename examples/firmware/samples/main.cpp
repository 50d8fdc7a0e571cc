// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Draws digits for the firmware, and writes them with the outputs that the host's interpreter
// gives.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "../../mnist/classifier.hpp"
#include "../../mnist/digits.hpp"
#include "../digits.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/quant/affine.hpp"

namespace {

namespace fs = std::filesystem;
using bytes = std::vector<std::uint8_t>;

struct options {
  fs::path model;
  fs::path output = ".";
  std::size_t count = 10;
  std::uint64_t seed = 2;
};

/// The codes of an image, as the model takes them.
void append_codes(bytes& samples, std::span<const std::uint8_t> image, octet::affine code) {
  std::vector<float> reals(image.size());
  mnist::to_real(image, reals);
  for (const float real : reals) {
    samples.push_back(static_cast<std::uint8_t>(octet::quantize<std::int8_t>(code, real)));
  }
}

void run(const options& chosen) {
  const bytes file = chosen.model.empty() ? bytes(firmware::model.begin(), firmware::model.end())
                                          : octet::convert::read_file(chosen.model);
  octet::convert::executor model(file);
  const octet::tensor_info input = model.model().tensor(model.model().inputs()[0]);
  if (input.type != octet::tensor_type::int8 || model.input_bytes() != mnist::pixel_count) {
    throw std::runtime_error(chosen.model.string() + ": does not take one 28x28 image in int8");
  }
  mnist::random_source random(chosen.seed);
  const mnist::images digits = mnist::draw_digits(chosen.count, random);
  bytes samples;
  bytes expected(digits.size() * model.output_bytes());
  for (std::size_t i = 0; i < digits.size(); ++i) {
    append_codes(samples, digits.image(i), {input.scale(), input.zero_point()});
    model.run_bytes(std::span(samples).last(mnist::pixel_count),
                    std::span(expected).subspan(i * model.output_bytes(), model.output_bytes()));
  }
  octet::convert::write_file(chosen.output / "model.tflite", file);
  octet::convert::write_file(chosen.output / "samples.bin", samples);
  octet::convert::write_file(chosen.output / "expected.bin", expected);
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app{"Draws digits for the firmware, with the host's outputs for them.",
               "octet-firmware-samples"};
  app.add_option("--model", chosen.model, "A model of octet-mnist (default: the firmware's)");
  app.add_option("--output", chosen.output, "Folder for model.tflite, samples.bin, expected.bin")
      ->capture_default_str();
  app.add_option("--count", chosen.count, "Digits to draw")->capture_default_str();
  app.add_option("--seed", chosen.seed, "Of the digits")->capture_default_str();
  try {
    app.parse(argc, argv);
    fs::create_directories(chosen.output);
    run(chosen);
    return 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    fmt::print(stderr, "octet-firmware-samples: {}\n", error.what());
  } catch (const std::exception& error) {
    fmt::print(stderr, "octet-firmware-samples: {}\n", error.what());
  }
  return 2;
}
