// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Float svdf against sums over its whole past in double.
#include "octet/float_ops/svdf.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"
#include "support/running_model.hpp"

using octet_test::dice;

namespace {
std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
}  // namespace

TEST_CASE("float svdf equals the sums over its past") {
  dice d(74);
  for (int i = 0; i < 200; ++i) {
    const octet::svdf_sizes z{.batch = d.between(0, 3),
                              .inputs = d.between(0, 6),
                              .units = d.between(1, 4),
                              .rank = d.between(1, 3),
                              .memory = d.between(1, 4)};
    const auto weights = octet_test::reals(d, size(z.filters() * z.inputs));
    const auto time = octet_test::reals(d, size(z.filters() * z.memory));
    const auto bias = octet_test::reals(d, d.chance(3) ? 0 : size(z.units));
    const auto clamp = octet_test::real_clamp(d);
    std::vector<float> state(size(z.batch * z.filters() * z.memory));
    std::vector<std::vector<float>> inputs;
    for (int step = 0; step < 6; ++step) {
      inputs.push_back(octet_test::reals(d, size(z.batch * z.inputs)));
      std::vector<double> expected;
      for (std::int32_t n = 0; n < z.batch; ++n) {
        for (std::int32_t u = 0; u < z.units; ++u) {
          double sum = bias.empty() ? 0 : double{bias[size(u)]};
          for (std::int32_t f = u * z.rank; f < (u + 1) * z.rank; ++f) {
            for (std::int32_t age = 0; age < z.memory && age <= step; ++age) {
              for (std::int32_t k = 0; k < z.inputs; ++k) {
                sum += double{time[size((f + 1) * z.memory - 1 - age)]} *
                       double{weights[size(f * z.inputs + k)]} *
                       double{inputs[size(step - age)][size(n * z.inputs + k)]};
              }
            }
          }
          expected.push_back(octet_test::clamped(sum, clamp));
        }
      }
      auto output = octet_test::unset(expected.size());
      octet::float_ops::svdf({.sizes = z,
                              .input = inputs.back().data(),
                              .feature_weights = weights.data(),
                              .time_weights = time.data(),
                              .bias = bias.data(),
                              .state = state.data(),
                              .output = output.data(),
                              .clamp = clamp});
      CAPTURE(i);
      CAPTURE(step);
      CHECK(octet_test::close(output, expected));
    }
  }
}

TEST_CASE("float svdf in a model remembers until it is reset, and fuses an activation") {
  using octet::tensor_type;
  using octet_test::bytes_of;
  using reals = std::vector<float>;
  octet_test::one_operator_model m{
      .code = octet::builtin::svdf,
      .tensors = {{tensor_type::float32, {1, 1}},
                  {tensor_type::float32, {2, 1}, {}, {}, bytes_of<float>({1, -1})},
                  {tensor_type::float32, {2, 2}, {}, {}, bytes_of<float>({0.5F, 1, 0, 1})},
                  {tensor_type::float32, {2}, {}, {}, bytes_of<float>({0, 10})},
                  {.type = tensor_type::float32, .shape = {1, 4}, .is_variable = true},
                  {tensor_type::float32, {1, 2}}}};
  m.option(octet::field::svdf::rank, std::int32_t{1});
  m.option(octet::field::svdf::activation, std::int8_t{1});
  using ops = octet::op_list<octet::float_ops::svdf_entry>;
  const octet_test::running_model<ops> svdf(m);
  CHECK(svdf.run(reals{4}) == reals{4, 6});
  CHECK(svdf.run(reals{20}) == reals{22, 0});
  svdf.reset();
  CHECK(svdf.run(reals{4}) == reals{4, 6});
  octet_test::one_operator_model computed = m;
  computed.tensors[1].data.clear();
  computed.tensors[3].data.clear();
  CHECK(octet_test::run_model<ops>(computed, {bytes_of<float>({4}), bytes_of<float>({2, 0.5F}),
                                              bytes_of<float>({0, 1})}) == bytes_of<float>({8, 3}));
  m.tensors[4].is_variable = false;
  CHECK(octet_test::load_error<ops>(m) == octet::errc::variable_expected);
}
