// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Tables of functions against the functions, in float as the reference computes them.
#include "octet/kernels/lookup.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/elu.hpp"
#include "octet/kernels/exp.hpp"
#include "octet/kernels/gelu.hpp"
#include "support/random_tensor.hpp"

namespace {

template <class T>
std::array<T, octet::lookup_size> table_of(float (*f)(float), octet::affine in, octet::affine out) {
  std::array<T, octet::lookup_size> table{};
  octet::fill_lookup<T>(in, out, f, [&](std::size_t i, T code) { table[i] = code; });
  return table;
}

/// Codes that are not those of the C library's function, rounded in float.
template <class T>
int wrong_codes(float (*ours)(float), float (*theirs)(float), octet::affine in, octet::affine out) {
  const auto table = table_of<T>(ours, in, out);
  int wrong = 0;
  for (int code = std::numeric_limits<T>::min(); code <= std::numeric_limits<T>::max(); ++code) {
    const float x = in.scale * static_cast<float>(code - in.zero_point);
    const float steps = std::round(theirs(x) * (1.0F / out.scale));
    const double result =
        std::clamp(double{steps} + out.zero_point, double{std::numeric_limits<T>::min()},
                   double{std::numeric_limits<T>::max()});
    wrong += static_cast<double>(table[static_cast<std::uint8_t>(code)]) != result;
  }
  return wrong;
}

float elu(float x) { return x < 0.0F ? std::exp(x) - 1.0F : x; }
float gelu(float x) { return 0.5F * x * std::erfc(x * -0.70710678118654752F); }
float approximate_gelu(float x) {
  return 0.5F * x * (1.0F + std::tanh(0.79788456080286536F * (x + 0.044715F * x * x * x)));
}

/// The table of 16-bit codes once more, with the C library's rounding.
template <class F>
std::vector<float> interpolation_of(F f, float in_scale, float out_scale) {
  const float lowest = in_scale * -32768.0F, highest = in_scale * 32767.0F;
  const float step = (highest - lowest) / 512.0F;
  const float inverse = 65536.0F / (out_scale * 32767.0F - out_scale * -32768.0F);
  std::vector<float> table(513);
  for (int i = 0; i < 512; ++i) {
    const float x = lowest + static_cast<float>(i) * step;
    const float here = std::round(f(x) * inverse);
    const float next = f(lowest + static_cast<float>(i + 1) * step) * inverse;
    const float on_line = std::round((next + here) / 2.0F);
    const float missed = on_line - std::round(f(x + step / 2.0F) * inverse);
    table[static_cast<std::size_t>(i)] =
        std::clamp(here - std::round(missed / 2.0F), -32768.0F, 32767.0F);
  }
  table[512] = std::clamp(std::round(f(highest) * inverse), -32768.0F, 32767.0F);
  return table;
}

/// Entries that differ between our functions and the C library's.
template <class Ours, class Theirs>
int wrong_entries(Ours ours, Theirs theirs, float in_scale, float out_scale) {
  const std::vector<float> expected = interpolation_of(theirs, in_scale, out_scale);
  int wrong = 0;
  octet::fill_lookup<std::int16_t>(
      {in_scale, 0}, {out_scale, 0}, ours,
      [&](std::size_t i, std::int16_t code) { wrong += static_cast<float>(code) != expected[i]; });
  return wrong;
}

}  // namespace

TEST_CASE("tables of 16-bit codes are those of the C library's functions") {
  octet_test::random_tensor random(34);
  int exps = 0, logs = 0;
  for (int round = 0; round < 200; ++round) {
    const float in = random.scale(-15, -10), out = random.scale(-14, -8);
    const auto log = [out](float x) { return x > 0.0F ? std::log(x) : -32768.0F * out; };
    exps += wrong_entries(
        octet::exp_of, [](float x) { return std::exp(x); }, in, out);
    logs +=
        wrong_entries([out](float x) { return octet::log_of(x, -32768.0F * out); }, log, in, out);
  }
  // Of 102,600 entries a few lie on a tie, where the last bit of a library's result decides.
  CHECK(exps <= 5);
  CHECK(logs <= 5);
}

TEST_CASE("a table of 16-bit codes saturates where its function leaves float") {
  std::vector<std::int16_t> table(octet::interpolation_size);
  const auto fill = [&](float in, float out, auto f) {
    octet::fill_lookup<std::int16_t>({in, 0}, {out, 0}, f,
                                     [&](std::size_t i, std::int16_t code) { table[i] = code; });
  };
  fill(1.0F, 1e-38F, octet::exp_of);
  CHECK(table.front() == 0);
  CHECK(table.back() == 32767);
  fill(1.0F, 1.0F, [](float) { return NAN; });
  CHECK(table == std::vector<std::int16_t>(513, -32768));
}

TEST_CASE("a line that rises by more than 2^15 steps counts modulo 2^16") {
  std::vector<std::int16_t> table(octet::interpolation_size, -20000);
  table[257] = 20000;
  CHECK(octet::interpolate(table, 0) == -20000);
  CHECK(octet::interpolate(table, 64) == -32768);  // half of 40000 - 65536 below -20000
  CHECK(octet::interpolate(table, 127) == 20200);
}

TEST_CASE("tables of elu and gelu are those of the C library's functions") {
  octet_test::random_tensor random(33);
  int elus = 0, gelus = 0, approximate = 0, legacy = 0;
  for (int round = 0; round < 500; ++round) {
    const octet::affine in{random.scale(-9, 1), random.code<std::int8_t>()};
    const octet::affine out{random.scale(-9, 1), random.code<std::int8_t>()};
    elus += wrong_codes<std::int8_t>(octet::elu_of, elu, in, out);
    gelus += wrong_codes<std::int8_t>(octet::gelu_of, gelu, in, out);
    approximate += wrong_codes<std::int8_t>(octet::approximate_gelu_of, approximate_gelu, in, out);
    const octet::affine legacy_in{in.scale, in.zero_point + 128};
    legacy += wrong_codes<std::uint8_t>(octet::gelu_of, gelu, legacy_in,
                                        {out.scale, out.zero_point + 128});
  }
  // Of 128,000 codes one may lie on a tie, where the last bit of a library's result decides.
  CHECK(elus <= 1);
  CHECK(gelus <= 1);
  CHECK(approximate <= 1);
  CHECK(legacy <= 1);
}

TEST_CASE("values beyond the codes saturate, NaN becomes the lowest") {
  const auto table = table_of<std::int8_t>(
      [](float x) { return x < 0   ? -INFINITY
                           : x > 0 ? 1e38F
                                   : NAN; }, {1.0F, 0}, {1e-30F, 5});
  CHECK(table[0] == -128);
  CHECK(table[1] == 127);
  CHECK(table[255] == -128);
}

TEST_CASE("lookup reads the entry of each code, in place too") {
  const auto negated = table_of<std::int8_t>([](float x) { return -x; }, {1.0F, 0}, {1.0F, 0});
  std::vector<std::int8_t> codes{-128, -1, 0, 1, 127};
  const octet::extents<octet::dynamic> count{codes.size()};
  octet::lookup(octet::lookup_args<std::int8_t>{
      .input = {codes.data(), count}, .output = {codes.data(), count}, .table = negated.data()});
  CHECK(codes == std::vector<std::int8_t>{127, 1, 0, -1, -127});
}

TEST_CASE("interpolation follows the function to within two steps") {
  const auto table =
      octet::interpolation_table(-1.0F, 1.0F, [](float x) { return 0.9F * x * x - 0.5F; });
  double worst = 0;
  for (int code = -32768; code <= 32767; ++code) {
    const double x = code / 32768.0;
    const double real = 32768 * (0.9 * x * x - 0.5);
    worst = std::max(worst,
                     std::abs(octet::interpolate(table, static_cast<std::int16_t>(code)) - real));
  }
  CHECK(worst <= 2);
  const auto ends =
      octet::interpolation_table(0.0F, 1.0F, [](float x) { return x < 1 ? -3 : 3.0F; });
  CHECK(ends.front() == -32768);
  CHECK(ends.back() == 32767);
}
