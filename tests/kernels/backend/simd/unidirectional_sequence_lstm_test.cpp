// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar LSTM, and the values of the hybrid one, bit for
// bit, over several runs.
#include "octet/kernels/backend/simd/unidirectional_sequence_lstm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "octet/kernels/backend/simd/conv_2d.hpp"
#include "support/guarded.hpp"
#include "support/hybrid_oracle.hpp"
#include "support/simd_case.hpp"

using octet::multiplier;
using octet_test::dice;
using octet_test::guarded;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

octet::lstm_sizes random_sizes(dice& d) {
  return {.batch = d.between(1, 3),
          .steps = d.chance(3) ? d.between(15, 35) : d.between(1, 4),
          // Enough of them for the tiles of AMX, too.
          .inputs = d.chance(3) ? 4 * d.between(8, 20) : std::max(octet_test::some_channels(d), 1),
          .cells = d.chance(2) ? d.between(1, 9) : d.between(1, 40),
          .time_major = d.chance(2) ? 1U : 0U};
}

template <class Bias>
struct gate_weights {
  std::vector<std::int8_t> input, recurrent;
  std::vector<Bias> bias;

  gate_weights(dice& d, const octet::lstm_sizes& z)
      : input(d.codes<std::int8_t>(size(z.cells * z.inputs))),
        recurrent(d.codes<std::int8_t>(size(z.cells * z.cells))) {}
};

/// What an LSTM leaves: its output, and its states.
template <class T, class Cell>
struct lstm_result {
  std::vector<T> output, hidden;
  std::vector<Cell> cell;

  bool operator==(const lstm_result& other) const {
    const auto same = [](const auto& a, const auto& b) {
      return a.size() == b.size() &&
             (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(a[0])) == 0);
    };
    return same(output, other.output) && same(hidden, other.hidden) && same(cell, other.cell);
  }
};

/// Two runs of run(input, hidden state, cell state, output), the first from states that are given.
template <class T, class Cell, class Run>
lstm_result<T, Cell> result_of(const octet::lstm_sizes& z, const std::vector<T>& input,
                               const std::vector<T>& hidden, const std::vector<Cell>& cell,
                               Run run) {
  using side = typename guarded<T>::side;
  guarded<T> x(input, side::after), h(hidden, side::after);
  guarded<T> y(size(z.batch * z.steps * z.cells));
  guarded<Cell> c(cell, guarded<Cell>::side::after);
  for (int i = 0; i < 2; ++i) run(x.data(), h.data(), c.data(), y.data());
  return {y.copy(), h.copy(), c.copy()};
}

template <class T>
void check_codes(dice& d) {
  constexpr bool wide = sizeof(T) == 2;
  using bias = std::conditional_t<wide, std::int64_t, std::int32_t>;
  using accumulator = std::conditional_t<wide, octet::accumulator_16x8, octet::accumulator_32>;
  using arguments = octet::basic_unidirectional_sequence_lstm_args<T, bias, accumulator>;
  const octet::lstm_sizes z = random_sizes(d);
  arguments args{.sizes = z};
  std::vector<gate_weights<bias>> gates;
  for (int i = 0; i < 4; ++i) {
    gates.emplace_back(d, z);
    for (const std::int32_t b : d.biases(size(z.cells))) gates.back().bias.push_back(b);
  }
  const std::array<octet::lstm_gate<bias>*, 4> views{&args.input_gate, &args.forget_gate,
                                                     &args.cell_gate, &args.output_gate};
  // Gates that are neither open nor closed, and one in ten with any multiplier.
  const int extra = wide ? -9 : 0;
  const auto factor = [&] { return d.chance(10) ? d.factor() : d.scale(-9 + extra, -3 + extra); };
  for (std::size_t i = 0; i < 4; ++i) {
    *views[i] = {.input_weights = gates[i].input.data(),
                 .recurrent_weights = gates[i].recurrent.data(),
                 .bias = gates[i].bias.data(),
                 .input_scaling = multiplier::from_real(factor()),
                 .recurrent_scaling = multiplier::from_real(factor())};
  }
  const std::int32_t reach = d.chance(2) ? 32767 : d.between(1, 32767);
  args.input_zero_point = wide ? 0 : d.code<std::int8_t>();
  args.hidden_zero_point = wide ? 0 : d.code<std::int8_t>();
  const int exponent = d.between(-16, -9);
  args.scaling = {.forget = multiplier::from_real(0x1p-15),
                  .input = multiplier::from_real(d.scale(-20, -14)),
                  .output = multiplier::from_real(d.scale(wide ? -16 : -24, wide ? -14 : -22)),
                  .tanh = exponent + 12 < 0
                              ? octet::sigmoid_scaling<std::int16_t>{3, -exponent - 12}
                              : octet::sigmoid_scaling<std::int16_t>{3 << (exponent + 12), 0},
                  .cell_clip = {-reach, reach},
                  .hidden_clip = {wide ? -32768 : -128, wide ? 32767 : 127}};
  const auto input = d.codes<T>(size(z.batch * z.steps * z.inputs));
  const auto hidden = d.codes<T>(size(z.batch * z.cells));
  const auto cell = d.codes<std::int16_t>(size(z.batch * z.cells));
  const auto with = [&](T* x, T* h, std::int16_t* c, T* y) {
    arguments a = args;
    a.input = x;
    a.hidden_state = h;
    a.cell_state = c;
    a.output = y;
    return a;
  };
  const auto expected = result_of(z, input, hidden, cell, [&](T* x, T* h, std::int16_t* c, T* y) {
    octet::unidirectional_sequence_lstm<octet::scalar>(with(x, h, c, y));
  });
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(name_of(target));
    const octet::simd_kernels& kernels = octet::kernels_of(target);
    auto plan = octet::lstm_plan::make(
        z, kernels.form, octet::simd_contract_of<T>(octet::contract::double_rounding), false);
    guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes() / 4 * 4 + 4);
    plan.small_sums = !d.chance(10);
    octet::prepare_lstm(plan, args, packed.span());
    const auto got = result_of(z, input, hidden, cell, [&](T* x, T* h, std::int16_t* c, T* y) {
      octet::run_lstm<octet::scalar>(kernels, kernels, plan, with(x, h, c, y), packed.span(),
                                     scratch.span());
    });
    CHECK(got == expected);
  }
}

}  // namespace

TEST_CASE("an LSTM of int8 codes: every target has the codes of scalar") {
  dice d(81);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    check_codes<std::int8_t>(d);
  }
}

TEST_CASE("an LSTM of int16 codes: every target has the codes of scalar") {
  dice d(82);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    check_codes<std::int16_t>(d);
  }
}

TEST_CASE("a hybrid LSTM: every target has the values of scalar") {
  dice d(83);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const octet::lstm_sizes z = random_sizes(d);
    octet::hybrid_unidirectional_sequence_lstm_args args{.sizes = z};
    std::vector<gate_weights<float>> gates;
    for (int gate = 0; gate < 4; ++gate) {
      gates.emplace_back(d, z);
      gates.back().bias = octet_test::random_row(d, size(z.cells));
    }
    const std::array<octet::hybrid_lstm_gate*, 4> views{&args.input_gate, &args.forget_gate,
                                                        &args.cell_gate, &args.output_gate};
    // Gates that are neither open nor closed, and a few that are.
    const int reach = d.chance(5) ? 0 : -8;
    for (std::size_t gate = 0; gate < 4; ++gate) {
      *views[gate] = {.input_weights = gates[gate].input.data(),
                      .recurrent_weights = gates[gate].recurrent.data(),
                      .bias = gates[gate].bias.data(),
                      .input_scale = d.scale(reach - 6, reach),
                      .recurrent_scale = d.scale(reach - 6, reach)};
    }
    args.scheme = d.chance(2) ? octet::row_scheme::symmetric : octet::row_scheme::asymmetric;
    if (d.chance(2)) args.cell_clip = {-0.5F, 0.5F};
    std::vector<float> input;
    for (std::int32_t row = 0; row < z.batch * z.steps; ++row) {
      const auto values = octet_test::random_row(d, size(z.inputs));
      input.insert(input.end(), values.begin(), values.end());
    }
    const auto hidden = octet_test::random_row(d, size(z.batch * z.cells));
    const auto cell = octet_test::random_row(d, size(z.batch * z.cells));
    const auto with = [&](float* x, float* h, float* c, float* y) {
      auto a = args;
      a.input = x;
      a.hidden_state = h;
      a.cell_state = c;
      a.output = y;
      return a;
    };
    const auto expected =
        result_of(z, input, hidden, cell, [&](float* x, float* h, float* c, float* y) {
          std::vector<std::int8_t> codes(size(z.inputs + z.cells));
          auto a = with(x, h, c, y);
          a.scratch = codes.data();
          octet::hybrid_unidirectional_sequence_lstm(a);
        });
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(name_of(target));
      const octet::simd_kernels& kernels = octet::kernels_of(target);
      const auto plan =
          octet::lstm_plan::make(z, kernels.form, octet::simd_contract::double_rounding, true);
      guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes() / 4 * 4 + 4);
      octet::prepare_hybrid_lstm(plan, args, packed.span());
      const auto got =
          result_of(z, input, hidden, cell, [&](float* x, float* h, float* c, float* y) {
            octet::run_hybrid_lstm(kernels, kernels, plan, with(x, h, c, y), packed.span(),
                                   scratch.span());
          });
      CHECK(got == expected);
    }
  }
}

TEST_CASE("cells of real values: every target has the values of scalar, whatever their size") {
  dice d(84);
  constexpr std::size_t n = 20011;
  const auto values = [&](std::size_t count) {
    std::vector<float> v(count);
    for (float& x : v) x = d.scale(-40, 8) * static_cast<float>(d.between(-100, 100));
    return v;
  };
  const std::vector<float> from_input = values(4 * n);
  std::vector<float> from_hidden = values(4 * n);
  // Where only one is there, small sums too.
  for (std::size_t i = 0; i < 4 * n; ++i) {
    if (i % n % 64 < 32) from_hidden[i] = 0;
  }
  std::vector<float> cell = values(n);
  for (std::size_t i = 0; i < n; i += 100)
    cell[i] = std::array{0.0F, -0.0F, 1e-44F, 1e38F}[i / 100 % 4];
  using result = std::pair<std::vector<float>, std::vector<float>>;
  const auto run = [&](octet::simd_target target) {
    guarded<float> state(cell, guarded<float>::side::after), hidden(n);
    octet::kernels_of(target).real_cells({.from_input = from_input.data(),
                                          .from_hidden = from_hidden.data(),
                                          .step = n,
                                          .cell = state.data(),
                                          .hidden = hidden.data(),
                                          .n = n,
                                          .clip = octet::unclamped<float>});
    return result{state.copy(), hidden.copy()};
  };
  const auto same = [](const std::vector<float>& a, const std::vector<float>& b) {
    return std::memcmp(a.data(), b.data(), n * sizeof(float)) == 0;
  };
  const result expected = run(octet::simd_target::portable);
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(name_of(target));
    const result got = run(target);
    CHECK(same(got.first, expected.first));
    CHECK(same(got.second, expected.second));
  }
}
