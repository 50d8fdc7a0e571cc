// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar SVDF, and the values of the hybrid one, bit for
// bit, over several runs.
#include "octet/kernels/backend/simd/svdf.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "support/guarded.hpp"
#include "support/hybrid_oracle.hpp"
#include "support/simd_case.hpp"

using octet::multiplier;
using octet_test::dice;
using octet_test::guarded;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

octet::svdf_sizes random_sizes(dice& d) {
  return {.batch = d.chance(5) ? d.between(15, 35) : d.between(0, 3),
          .inputs = std::max(octet_test::some_channels(d), 1),
          .units = std::max(octet_test::some_channels(d), 1),
          .rank = d.between(1, 3),
          .memory = d.chance(3) ? d.between(1, 40) : d.between(1, 10)};
}

template <class T>
std::vector<std::uint8_t> bytes_of(const std::vector<T>& v) {
  std::vector<std::uint8_t> bytes(v.size() * sizeof(T));
  if (!v.empty()) std::memcpy(bytes.data(), v.data(), bytes.size());
  return bytes;
}

/// The state, and the outputs of three runs of run(input, state, output).
template <class T, class State, class Run>
std::vector<std::uint8_t> result_of(const octet::svdf_sizes& z, const std::vector<T>& input,
                                    const std::vector<State>& state, Run run) {
  guarded<T> x(input, guarded<T>::side::after), y(size(z.batch * z.units));
  guarded<State> s(state, guarded<State>::side::after);
  std::vector<std::uint8_t> all;
  for (int i = 0; i < 3; ++i) {
    run(x.data(), s.data(), y.data());
    for (const auto& bytes : {bytes_of(y.copy()), bytes_of(s.copy())})
      all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

template <class State>
void check_codes(dice& d) {
  using arguments = octet::basic_svdf_args<State>;
  const octet::svdf_sizes z = random_sizes(d);
  const auto features = d.codes<std::int8_t>(size(z.filters() * z.inputs));
  const auto time = d.codes<State>(size(z.filters() * z.memory));
  std::vector<std::int32_t> bias;
  if (d.chance(2)) bias = d.biases(size(z.units));
  const auto input = d.codes<std::int8_t>(size(z.batch * z.inputs));
  const auto state = d.codes<State>(size(z.batch * z.filters() * z.memory));
  const bool wide = sizeof(State) == 2;
  const arguments args{
      .sizes = z,
      .feature_weights = features.data(),
      .time_weights = time.data(),
      .bias = bias.empty() ? nullptr : bias.data(),
      .input_zero_point = d.code<std::int8_t>(),
      .state_zero_point = wide ? 0 : d.code<std::int8_t>(),
      .output_zero_point = d.code<std::int8_t>(),
      .feature_scaling =
          multiplier::from_real(d.chance(5) ? d.factor() : d.scale(wide ? -6 : -12, -2)),
      .output_scaling =
          multiplier::from_real(d.chance(5) ? d.factor() : d.scale(wide ? -26 : -14, -8))};
  const auto with = [&](std::int8_t* x, State* s, std::int8_t* y) {
    arguments a = args;
    a.input = x;
    a.state = s;
    a.output = y;
    return a;
  };
  const auto expected = result_of(z, input, state, [&](std::int8_t* x, State* s, std::int8_t* y) {
    octet::svdf<octet::scalar>(with(x, s, y));
  });
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(name_of(target));
    const octet::simd_kernels& kernels = octet::kernels_of(target);
    const auto plan = octet::svdf_plan::make<State>(z, kernels, kernels, args.state_zero_point);
    guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes() / 4 * 4 + 4);
    octet::prepare_svdf(plan, args, packed.span());
    const auto got = result_of(z, input, state, [&](std::int8_t* x, State* s, std::int8_t* y) {
      octet::run_svdf<octet::scalar>(kernels, kernels, plan, with(x, s, y), packed.span(),
                                     scratch.span());
    });
    CHECK(got == expected);
  }
}

}  // namespace

TEST_CASE("SVDF of codes: every target has the codes of scalar") {
  dice d(91);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    check_codes<std::int8_t>(d);
    check_codes<std::int16_t>(d);
  }
}

TEST_CASE("hybrid SVDF: every target has the values of scalar") {
  dice d(92);
  for (int i = 0; i < 80; ++i) {
    CAPTURE(i);
    const octet::svdf_sizes z = random_sizes(d);
    const auto features = d.codes<std::int8_t>(size(z.filters() * z.inputs));
    const auto time = d.codes<std::int8_t>(size(z.filters() * z.memory));
    std::vector<float> bias, input;
    if (d.chance(2)) bias = octet_test::random_row(d, size(z.units));
    for (std::int32_t n = 0; n < z.batch; ++n) {
      const auto row = octet_test::random_row(d, size(z.inputs));
      input.insert(input.end(), row.begin(), row.end());
    }
    const auto state = octet_test::random_row(d, size(z.batch * z.filters() * z.memory));
    const octet::hybrid_svdf_args args{
        .sizes = z,
        .feature_weights = features.data(),
        .time_weights = time.data(),
        .feature_scale = d.scale(-10, -4),
        .time_scale = d.scale(-10, -4),
        .bias = bias.empty() ? nullptr : bias.data(),
        .clamp = d.chance(2) ? octet::unclamped<float> : octet::clamp_range<float>{0, 6},
        .scheme = d.chance(2) ? octet::row_scheme::symmetric : octet::row_scheme::asymmetric};
    const auto with = [&](float* x, float* s, float* y) {
      auto a = args;
      a.input = x;
      a.state = s;
      a.output = y;
      return a;
    };
    const auto expected = result_of(z, input, state, [&](float* x, float* s, float* y) {
      std::vector<std::int8_t> codes(size(z.inputs));
      auto a = with(x, s, y);
      a.scratch = codes.data();
      octet::hybrid_svdf(a);
    });
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(name_of(target));
      const octet::simd_kernels& kernels = octet::kernels_of(target);
      const auto plan = octet::svdf_plan::make<float>(z, kernels, kernels, 0);
      guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes() / 4 * 4 + 4);
      octet::prepare_svdf(plan, args, packed.span());
      const auto got = result_of(z, input, state, [&](float* x, float* s, float* y) {
        octet::run_hybrid_svdf(kernels, kernels, plan, with(x, s, y), packed.span(),
                               scratch.span());
      });
      CHECK(got == expected);
    }
  }
}
