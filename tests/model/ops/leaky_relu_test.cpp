// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LEAKY_RELU in a model: what runs, and what is refused with which error.
#include "octet/model/ops/leaky_relu.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
using bytes = std::vector<std::uint8_t>;

namespace {

one_operator_model model(model_tensor in, model_tensor out, float alpha) {
  one_operator_model m{.code = builtin::leaky_relu, .tensors = {in, out}};
  return m.option(octet::field::leaky_relu::alpha, alpha);
}

}  // namespace

TEST_CASE("alpha below zero, one above") {
  const auto in = int8_tensor({4}, 0.5F, 3), out = int8_tensor({4}, 0.25F, 1);
  const std::vector<bytes> x{{0xFB, 3, 5, 127}};
  CHECK(run_model(model(in, out, 0.25F), x) == bytes{0xFD, 1, 5, 127});
  CHECK(run_model(model(in, out, -0.5F), x) == bytes{9, 1, 5, 127});
  CHECK(run_model({.code = builtin::leaky_relu, .tensors = {in, out}}, x) == bytes{1, 1, 5, 127});
}

TEST_CASE("refused") {
  const auto t = int8_tensor({4});
  CHECK(load_error(model(t, t, 0.1F)) == errc::ok);
  CHECK(load_error(model(t, int8_tensor({3}), 0.1F)) == errc::shape_mismatch);
  CHECK(load_error(model(t, t, std::numeric_limits<float>::quiet_NaN())) == errc::bad_option);
  CHECK(load_error(model(t, t, -std::numeric_limits<float>::infinity())) == errc::bad_option);
  auto wide = t;
  wide.type = tensor_type::int16;
  CHECK(load_error(model(wide, wide, 0.1F)) == errc::ok);
  CHECK(load_error(model(t, wide, 0.1F)) == errc::unsupported_type);
  auto shifted = wide;
  shifted.zero_points = {1};
  CHECK(load_error(model(shifted, wide, 0.1F)) == errc::bad_zero_point);
}
