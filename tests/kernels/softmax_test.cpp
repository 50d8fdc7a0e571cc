// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// softmax against double precision, and against the reference's own layers where there are goldens.
#include "octet/kernels/softmax.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "support/data.hpp"
#include "support/random_tensor.hpp"

namespace {

template <class Out = std::int8_t>
std::vector<Out> run(const std::vector<std::int8_t>& input, std::int32_t depth, double beta,
                     double scale) {
  std::vector<Out> output(input.size());
  const std::int32_t rows = depth == 0 ? 3 : static_cast<std::int32_t>(input.size()) / depth;
  octet::softmax(octet::basic_softmax_args<std::int8_t, Out>{
      .input = {input.data(), {rows, depth}},
      .output = {output.data(), {rows, depth}},
      .scaling = octet::softmax_scaling::from_real(beta, scale)});
  return output;
}

/// How far the codes are from the real softmax.
template <class Out>
double worst_error(const std::vector<std::int8_t>& input, std::int32_t depth, double scale) {
  constexpr double lowest = std::numeric_limits<Out>::min(), codes = -2 * lowest;
  const std::vector<Out> output = run<Out>(input, depth, 1.0, scale);
  double worst = 0;
  for (std::size_t row = 0; row < input.size(); row += static_cast<std::size_t>(depth)) {
    double sum = 0;
    const auto end = row + static_cast<std::size_t>(depth);
    int largest = -128;
    for (std::size_t i = row; i < end; ++i) largest = std::max<int>(largest, input[i]);
    for (std::size_t i = row; i < end; ++i) sum += std::exp(scale * (input[i] - largest));
    for (std::size_t i = row; i < end; ++i) {
      const double code = codes * std::exp(scale * (input[i] - largest)) / sum + lowest;
      worst = std::max(worst, std::abs(output[i] - std::min(code, -lowest - 1)));
    }
  }
  return worst;
}

template <class T>
std::vector<std::uint8_t> raw(const std::vector<T>& codes) {
  std::vector<std::uint8_t> bytes(codes.size() * sizeof(T));
  std::memcpy(bytes.data(), codes.data(), bytes.size());
  return bytes;
}

}  // namespace

TEST_CASE("random rows: within a code of the real softmax") {
  octet_test::random_tensor random(10);
  for (int round = 0; round < 1500; ++round) {
    const std::int32_t depth = round % 50 == 0 ? random.between(1, 4095) : random.between(1, 40);
    const std::int32_t rows = random.between(0, 3);
    const double scale = double{random.scale(-12, 4)} * double{random.scale(-2, 2)};
    const auto input = random.codes<std::int8_t>(static_cast<std::size_t>(rows * depth));
    CHECK(worst_error<std::int8_t>(input, depth, scale) <= 0.6);
    // A sum in Q12.19 holds each exponential to half a step.
    CHECK(worst_error<std::int16_t>(input, depth, scale) <= 0.6 + depth / 16.0);
  }
}

TEST_CASE("edges: one class, equal classes, the most classes, no class") {
  CHECK(run({-128}, 1, 1.0, 0.1) == std::vector<std::int8_t>{127});
  CHECK(run({127, 127}, 2, 1.0, 0.1) == std::vector<std::int8_t>{0, 0});
  CHECK(run({-128, 127}, 2, 1.0, 10.0) == std::vector<std::int8_t>{-128, 127});
  CHECK(run({}, 0, 1.0, 0.1).empty());
  const std::vector<std::int8_t> many(octet::softmax_max_depth, 5);
  CHECK(run(many, octet::softmax_max_depth, 1.0, 0.1) ==
        std::vector<std::int8_t>(octet::softmax_max_depth, -128));
}

TEST_CASE("factors as small and as large as prepare lets through") {
  const std::vector<std::int8_t> input{-128, 0, 126, 127};
  CHECK(run(input, 4, 1.0, 1.6e-8) == std::vector<std::int8_t>{-64, -64, -64, -64});
  CHECK(run(input, 4, 3e38, 3e38) == std::vector<std::int8_t>{-128, -128, -128, 127});
  CHECK(run(input, 4, 1.0, 16.0) == std::vector<std::int8_t>{-128, -128, -128, 127});
}

TEST_CASE("the output may lie on the input") {
  octet_test::random_tensor random(11);
  auto codes = random.codes<std::int8_t>(60);
  const std::vector<std::int8_t> expected = run(codes, 12, 1.0, 0.05);
  octet::softmax(octet::softmax_args{.input = {codes.data(), {5, 12}},
                                     .output = {codes.data(), {5, 12}},
                                     .scaling = octet::softmax_scaling::from_real(1.0, 0.05)});
  CHECK(codes == expected);
}

TEST_CASE("the layers of the goldens, byte for byte") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::is_directory(*data / "goldens"))
    OCTET_SKIP("no goldens/ in the data folder");
  const auto layer = [](const std::filesystem::path& golden, int op, int tensor) {
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "op%03d_t%d.bin", op, tensor);
    return golden / "layers" / name.data();
  };
  int compared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "goldens")) {
    if (entry.path().filename() != "layers0.txt") continue;
    const std::filesystem::path golden = entry.path().parent_path();
    std::ifstream file(entry.path());
    int previous_tensor = -1;
    float previous_scale = 0.0F;
    for (std::string line; std::getline(file, line);) {
      std::array<char, 40> kind{}, type{};
      int op = 0, tensor = 0;
      float scale = 0.0F;
      if (std::sscanf(line.c_str(), "%d %39s t%d %39s scale=%f", &op, kind.data(), &tensor,
                      type.data(), &scale) != 5)
        continue;
      // A model's softmax follows the operator in front of it, and has beta 1, in all of them.
      const std::string output = std::string(type.data());
      if (std::string(kind.data()) == "SOFTMAX" && !output.starts_with("float") &&
          std::filesystem::exists(layer(golden, op, tensor))) {
        INFO(golden.filename().string());
        const auto from = octet_test::read_bytes(layer(golden, op - 1, previous_tensor));
        const auto to = octet_test::read_bytes(layer(golden, op, tensor));
        const std::vector<std::int8_t> input(from.begin(), from.end());
        const auto depth = static_cast<std::int32_t>(input.size());
        const double input_scale{previous_scale};
        const bool wide = output.starts_with("int16");
        CHECK((wide ? raw(run<std::int16_t>(input, depth, 1.0, input_scale))
                    : raw(run(input, depth, 1.0, input_scale))) == to);
        ++compared;
      }
      previous_tensor = tensor;
      previous_scale = scale;
    }
  }
  CHECK(compared >= 7);
}

static_assert([] {
  const std::array<std::int8_t, 3> input{0, 10, 20};
  std::array<std::int8_t, 3> output{};
  octet::softmax(octet::softmax_args{.input = {input.data(), {1, 3}},
                                     .output = {output.data(), {1, 3}},
                                     .scaling = octet::softmax_scaling::from_real(1.0, 0.1)});
  return output == std::array<std::int8_t, 3>{-105, -65, 42};  // 0.0900, 0.2447, 0.6652 of 256
}());
