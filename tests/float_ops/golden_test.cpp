// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The float goldens: models of others, with the outputs of TensorFlow Lite Micro's reference
// kernels.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <vector>

#include "octet/float_ops/all.hpp"
#include "octet/model/interpreter.hpp"
#include "support/data.hpp"

namespace {

std::vector<float> read_floats(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = octet_test::read_bytes(path);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

/// What the model in a folder makes of the inputs beside it, one run after another, with its state
/// kept from run to run or not.
std::vector<float> run_all(const std::filesystem::path& folder, bool keep_state) {
  const std::vector<std::uint8_t> file = octet_test::read_bytes(folder / "model.tflite");
  const auto need = octet::arena_size(octet::float_ops::all, file);
  REQUIRE(need.has_value());
  std::vector<std::uint8_t> arena(need->total());
  const auto model = octet::load(octet::float_ops::all, file, arena);
  REQUIRE(model.has_value());
  const std::vector<float> inputs = read_floats(folder / "in.bin");
  std::vector<float> outputs;
  for (std::size_t at = 0; at < inputs.size();) {
    for (std::size_t i = 0; i < model->input_count(); ++i) {
      const auto input = model->input<float>(i);
      REQUIRE(!input.empty());
      REQUIRE(inputs.size() - at >= input.size());
      std::copy_n(inputs.data() + at, input.size(), input.begin());
      at += input.size();
    }
    if (!keep_state) model->reset();
    REQUIRE(model->run() == octet::errc::ok);
    for (std::size_t o = 0; o < model->output_count(); ++o) {
      const auto output = model->output<float>(o);
      outputs.insert(outputs.end(), output.begin(), output.end());
    }
  }
  return outputs;
}

/// Whether every output of a folder's model is as in one of its files.
bool passes(const std::filesystem::path& folder, const char* outputs, bool keep_state) {
  const std::vector<float> actual = run_all(folder, keep_state);
  const std::vector<float> expected = read_floats(folder / outputs);
  REQUIRE(!expected.empty());
  REQUIRE(actual.size() == expected.size());
  double largest = 0, worst = 0;
  bool numbers = true;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(double{expected[i]}));
    worst = std::max(worst, std::abs(double{actual[i]} - double{expected[i]}));
    numbers = numbers && std::isfinite(actual[i]);
  }
  return numbers && worst <= 1e-5 * largest;
}

}  // namespace

TEST_CASE("float goldens to 1e-5 of the largest output") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::is_directory(*data / "goldens")) {
    OCTET_SKIP("no goldens/ in the data folder");
  }
  constexpr std::array names{
      "TinyMaix/mnist_valid_f",         "TinyMaix/mnist_dw_f",
      "TinyMaix/mnist_resnet_f",        "mlcommons-tiny/ad01_fp32",
      "tflite-micro/hello_world_float", "tflite-micro/sine_float",
      "LiteRT/add_1d_2d_3d_4d",         "LiteRT/multi_signature_model",
      "LiteRT/reverse_signature_model",
  };
  for (const char* name : names) {
    CAPTURE(name);
    CHECK(passes(*data / "goldens" / name, "out.bin", true));
  }
}

TEST_CASE("float goldens with state, kept and reset") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::is_directory(*data / "goldens")) {
    OCTET_SKIP("no goldens/ in the data folder");
  }
  const std::filesystem::path folder = *data / "goldens" / "tflite-micro" / "trained_lstm";
  CHECK(passes(folder, "out.bin", true));
  CHECK(passes(folder, "out_reset.bin", false));
}
