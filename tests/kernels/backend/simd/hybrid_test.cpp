// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the values of the scalar hybrid convolution and matrix product, bit for
// bit.
#include "octet/kernels/backend/simd/hybrid.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "octet/kernels/backend/simd/hybrid_depthwise.hpp"
#include "octet/kernels/conv_2d.hpp"
#include "octet/kernels/depthwise_conv_2d.hpp"
#include "octet/kernels/fully_connected.hpp"
#include "support/guarded.hpp"
#include "support/hybrid_oracle.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::guarded;
using octet_test::random_row;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

std::vector<std::uint32_t> bits_of(const std::vector<float>& v) {
  std::vector<std::uint32_t> bits(v.size());
  if (!v.empty()) std::memcpy(bits.data(), v.data(), v.size() * sizeof(float));
  return bits;
}

void run_product(const octet::simd_kernels& kernels, const auto& args) {
  const auto plan = octet::plan_hybrid(args, kernels.form);
  guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes());
  octet::prepare_hybrid(plan, args.filter.data, packed.span());
  octet::run_hybrid(kernels, plan, args, packed.span(), scratch.span());
}

void run_depthwise(const octet::simd_kernels& kernels, const auto& args) {
  const auto plan = octet::hybrid_depthwise_plan::make(kernels, args);
  guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes());
  octet::prepare_hybrid_depthwise(plan, args.filter, packed.span());
  octet::run_hybrid_depthwise(kernels, plan, args, packed.span(), scratch.span());
}

/// Random tensors of a node with `rows` rows of `row` elements; of a matrix product, or of a
/// convolution where there is an image.
struct hybrid_case {
  std::vector<float> input, bias, scales;
  std::vector<std::int8_t> filter;
  octet::row_scheme scheme;
  octet::clamp_range<float> clamp;

  hybrid_case(dice& d, std::int32_t rows, std::size_t row, std::int32_t outputs, std::size_t taps)
      : filter(d.codes<std::int8_t>(size(outputs) * taps)),
        scheme(d.chance(2) ? octet::row_scheme::symmetric : octet::row_scheme::asymmetric),
        clamp(d.chance(2) ? octet::unclamped<float> : octet::clamp_range<float>{0, 6}) {
    for (std::int32_t r = 0; r < rows; ++r) {
      auto values = random_row(d, row);
      if (row > 0 && d.chance(6)) {
        constexpr float special[] = {std::numeric_limits<float>::quiet_NaN(),
                                     std::numeric_limits<float>::infinity(), -0.0F,
                                     -std::numeric_limits<float>::max(), 1e-44F};
        values[size(d.between(0, static_cast<std::int32_t>(row) - 1))] = special[d.between(0, 4)];
      }
      input.insert(input.end(), values.begin(), values.end());
    }
    if (d.chance(2)) bias = random_row(d, size(outputs));
    const std::int32_t channels = d.chance(2) ? outputs : 1;
    for (std::int32_t o = 0; o < channels; ++o)
      scales.push_back(d.chance(20) ? 1e30F : d.scale(-10, -4));
    if (scales.empty()) scales.push_back(1);
  }

  octet::hybrid_scaling scaling() const {
    return {.scales = scales.data(),
            .per_channel = scales.size() > 1,
            .bias = bias.empty() ? nullptr : bias.data(),
            .clamp = clamp};
  }

  /// What run(input, filter, output) leaves in n elements of output.
  template <class Run>
  std::vector<std::uint32_t> result_of(std::size_t n, Run run) const {
    guarded<float> in(input, guarded<float>::side::after), out(n);
    guarded<std::int8_t> weights(filter, guarded<std::int8_t>::side::after);
    run(in.data(), weights.data(), out.data());
    return bits_of(out.copy());
  }

  /// make_args(input, filter, output): what all targets and the scalar kernel compute.
  template <class MakeArgs, class Kernel, class Run>
  void check(std::size_t outputs, std::size_t row, MakeArgs make_args, Kernel scalar_kernel,
             Run run) const {
    const auto expected = result_of(outputs, [&](auto* in, auto* weights, auto* out) {
      std::vector<std::int8_t> codes(row);
      auto args = make_args(in, weights, out);
      args.scratch = codes.data();
      octet::for_each_hybrid_row(args, scalar_kernel);
    });
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(name_of(target));
      const octet::simd_kernels& kernels = octet::kernels_of(target);
      const auto got = result_of(outputs, [&](auto* in, auto* weights, auto* out) {
        run(kernels, make_args(in, weights, out));
      });
      CHECK(got == expected);
    }
  }
};

}  // namespace

TEST_CASE("hybrid matrix products: every target has the values of scalar") {
  dice d(71);
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    const std::int32_t rows = d.chance(3) ? 1 : d.chance(8) ? d.between(60, 140) : d.between(0, 9);
    const std::int32_t depth = std::max(octet_test::some_channels(d), 1);
    const std::int32_t outputs = octet_test::some_channels(d);
    const hybrid_case c(d, rows, size(depth), outputs, size(depth));
    c.check(
        size(rows) * size(outputs), size(depth),
        [&](const float* in, const std::int8_t* weights, float* out) {
          return octet::hybrid_args<std::int8_t, octet::extents<octet::dynamic, octet::dynamic>>{
              .input = {in, {rows, depth}},
              .filter = {weights, {outputs, depth}},
              .output = {out, {rows, outputs}},
              .scheme = c.scheme,
              .scaling = c.scaling()};
        },
        [](const auto& row) { octet::fully_connected<octet::hybrid_backend<octet::scalar>>(row); },
        [](const auto& kernels, const auto& args) { run_product(kernels, args); });
  }
}

TEST_CASE("hybrid convolutions: every target has the values of scalar") {
  dice d(72);
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    auto image = octet_test::image_case::random(d, 1);
    image.channels = octet_test::some_channels(d);
    const std::int32_t outputs = octet_test::some_channels(d);
    const std::size_t row = size(image.y.input) * size(image.x.input) * size(image.channels);
    const std::size_t taps = size(image.y.size) * size(image.x.size) * size(image.channels);
    const hybrid_case c(d, image.batch, row, outputs, taps);
    c.check(
        image.output_positions() * size(outputs), row,
        [&](const float* in, const std::int8_t* weights, float* out) {
          return octet::hybrid_args<std::int8_t>{
              .input = {in, {image.batch, image.y.input, image.x.input, image.channels}},
              .filter = {weights, {outputs, image.y.size, image.x.size, image.channels}},
              .output = {out, {image.batch, image.y.output(), image.x.output(), outputs}},
              .window = image.window(),
              .scheme = c.scheme,
              .scaling = c.scaling()};
        },
        [](const auto& row_args) {
          octet::conv_2d<octet::hybrid_backend<octet::scalar>>(row_args);
        },
        [](const auto& kernels, const auto& args) { run_product(kernels, args); });
  }
}

TEST_CASE("hybrid depthwise convolutions: every target has the values of scalar") {
  dice d(73);
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    auto image = octet_test::image_case::random(d, 1);
    image.channels = std::max(octet_test::some_channels(d), 1);
    const std::int32_t outputs = image.channels * (d.chance(3) ? d.between(2, 3) : 1);
    const std::size_t row = size(image.y.input) * size(image.x.input) * size(image.channels);
    const std::size_t taps = size(image.y.size) * size(image.x.size);
    const hybrid_case c(d, image.batch, row, outputs, taps);
    c.check(
        image.output_positions() * size(outputs), row,
        [&](const float* in, const std::int8_t* weights, float* out) {
          return octet::hybrid_args<std::int8_t>{
              .input = {in, {image.batch, image.y.input, image.x.input, image.channels}},
              .filter = {weights, {1, image.y.size, image.x.size, outputs}},
              .output = {out, {image.batch, image.y.output(), image.x.output(), outputs}},
              .window = image.window(),
              .scheme = c.scheme,
              .scaling = c.scaling()};
        },
        [](const auto& row_args) {
          octet::depthwise_conv_2d<octet::hybrid_backend<octet::scalar>>(row_args);
        },
        [](const auto& kernels, const auto& args) { run_depthwise(kernels, args); });
  }
}
