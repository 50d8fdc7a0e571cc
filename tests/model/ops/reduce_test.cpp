// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Reductions in a model: types, quantization, what they refuse.
#include "octet/model/ops/reduce.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

one_operator_model over_rows(builtin code, model_tensor input, model_tensor output) {
  const std::vector<std::int32_t> axes{1};
  return {.code = code,
          .tensors = {std::move(input),
                      {.type = tensor_type::int32, .shape = {1}, .data = bytes_of(axes)},
                      std::move(output)}};
}

std::vector<std::uint8_t> codes(const std::vector<std::int8_t>& v) { return bytes_of(v); }

}  // namespace

TEST_CASE("reductions of codes") {
  const auto in = int8_tensor({2, 3}, 0.5F, 1), out = int8_tensor({2}, 0.5F, 1);
  const std::vector<std::vector<std::uint8_t>> x{codes({1, 3, 5, -7, 9, 11})};
  CHECK(run_model(over_rows(builtin::reduce_max, in, out), x) == codes({5, 11}));
  CHECK(run_model(over_rows(builtin::reduce_min, in, out), x) == codes({1, -7}));
  CHECK(run_model(over_rows(builtin::sum, in, out), x) == codes({7, 11}));
  // Real sums 3 and 5, at half the scale.
  CHECK(run_model(over_rows(builtin::sum, in, int8_tensor({2}, 1.0F, 0)), x) == codes({3, 5}));
  CHECK(load_error(over_rows(builtin::reduce_max, in, int8_tensor({2}, 0.25F, 1))) ==
        errc::quantization_mismatch);
  CHECK(load_error(over_rows(builtin::reduce_min, in, int8_tensor({2}, 0.5F, 0))) ==
        errc::quantization_mismatch);
  CHECK(load_error(over_rows(builtin::reduce_prod, in, out)) == errc::unsupported_type);
  CHECK(load_error(over_rows(builtin::sum, in, int8_tensor({3}, 0.5F, 1))) == errc::shape_mismatch);
}

TEST_CASE("reductions of 16-bit codes") {
  const model_tensor in{tensor_type::int16, {2, 2}, {1.0F}, {0}, {}},
      out{tensor_type::int16, {2}, {1.0F}, {0}, {}};
  const std::vector<std::vector<std::uint8_t>> x{bytes_of<std::int16_t>({300, 301, -5, -8})};
  CHECK(run_model(over_rows(builtin::mean, in, out), x) == bytes_of<std::int16_t>({301, -6}));
  CHECK(run_model(over_rows(builtin::sum, in, out), x) == bytes_of<std::int16_t>({601, -13}));
  CHECK(run_model(over_rows(builtin::reduce_max, in, out), x) == bytes_of<std::int16_t>({301, -5}));
  auto large = in, small = out;
  large.shape = {2, 32768};
  CHECK(load_error(over_rows(builtin::sum, large, small)) == errc::accumulator_overflow);
  large.shape = {2, 32767};
  CHECK(load_error(over_rows(builtin::sum, large, small)) == errc::ok);
}

TEST_CASE("reductions of integers and truths") {
  const model_tensor in{.type = tensor_type::int32, .shape = {2, 2}},
      out{.type = tensor_type::int32, .shape = {2}};
  const std::vector<std::vector<std::uint8_t>> x{bytes_of<std::int32_t>({3, 4, -5, 6})};
  CHECK(run_model(over_rows(builtin::sum, in, out), x) == bytes_of<std::int32_t>({7, 1}));
  CHECK(run_model(over_rows(builtin::reduce_prod, in, out), x) ==
        bytes_of<std::int32_t>({12, -30}));
  CHECK(run_model(over_rows(builtin::reduce_max, in, out), x) == bytes_of<std::int32_t>({4, 6}));
  CHECK(load_error(over_rows(builtin::reduce_all, in, out)) == errc::unsupported_type);
  const model_tensor truths{.type = tensor_type::boolean, .shape = {2, 2}},
      truth{.type = tensor_type::boolean, .shape = {2}};
  const std::vector<std::vector<std::uint8_t>> t{{1, 2, 0, 1}};
  CHECK(run_model(over_rows(builtin::reduce_all, truths, truth), t) ==
        std::vector<std::uint8_t>{1, 0});
  CHECK(run_model(over_rows(builtin::reduce_any, truths, truth), t) ==
        std::vector<std::uint8_t>{1, 1});
  CHECK(load_error(over_rows(builtin::reduce_all, truths, out)) == errc::unsupported_type);
}
