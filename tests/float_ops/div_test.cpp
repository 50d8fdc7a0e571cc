// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Quotients, rests and squared differences of floats; float entries in models of one operator.
#include "octet/float_ops/div.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/model/interpreter.hpp"
#include "support/one_operator_model.hpp"

namespace {

using values = std::vector<float>;
using octet::builtin;
using octet_test::bytes_of;
using octet_test::model_tensor;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float largest = std::numeric_limits<float>::max();

model_tensor floats(std::vector<std::int32_t> shape) {
  return {.type = octet::tensor_type::float32, .shape = std::move(shape)};
}

template <class Out>
std::vector<Out> outputs_of(const octet_test::one_operator_model& m,
                            const std::vector<values>& inputs) {
  octet::convert::executor loaded(m.file());
  std::vector<std::uint8_t> in, bytes(loaded.output_bytes());
  for (const values& v : inputs) {
    const auto raw = octet_test::bytes_of(v);
    in.insert(in.end(), raw.begin(), raw.end());
  }
  loaded.run_bytes(in, bytes);
  std::vector<Out> out(bytes.size() / sizeof(Out));
  std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

values pair_of(builtin code, const values& a, const values& b) {
  const auto t = floats({static_cast<std::int32_t>(a.size())});
  return outputs_of<float>({.code = code, .tensors = {t, t, t}}, {a, b});
}

}  // namespace

TEST_CASE("float div, floor_div, floor_mod, squared_difference, maximum, minimum in a model") {
  const values a{7, -7, 7, -7, 1}, b{2, 2, -2, -2, 0.25F};
  CHECK(pair_of(builtin::div, a, b) == values{3.5F, -3.5F, -3.5F, 3.5F, 4});
  CHECK(pair_of(builtin::floor_div, a, b) == values{3, -4, -4, 3, 4});
  CHECK(pair_of(builtin::floor_mod, a, b) == values{1, 1, -1, -1, 0});
  CHECK(pair_of(builtin::squared_difference, a, b) == values{25, 81, 81, 25, 0.5625F});
  CHECK(pair_of(builtin::maximum, a, b) == values{7, 2, 7, -2, 1});
  CHECK(pair_of(builtin::minimum, a, b) == values{2, -7, -2, -7, 0.25F});
}

TEST_CASE("only operators with an activation clamp infinities to the largest float") {
  CHECK(pair_of(builtin::div, {1, -1}, {0, 0}) == values{largest, -largest});
  CHECK(pair_of(builtin::floor_div, {1, -1}, {0, 0}) == values{infinity, -infinity});
  CHECK(pair_of(builtin::squared_difference, {1e30F, infinity}, {0, 0}) ==
        values{infinity, infinity});
  CHECK(pair_of(builtin::maximum, {infinity, 1}, {0, -infinity}) == values{infinity, 1});
}

TEST_CASE("float comparisons and reductions in a model") {
  const octet_test::one_operator_model less{
      .code = builtin::less,
      .tensors = {floats({4}), floats({1}), {.type = octet::tensor_type::boolean, .shape = {4}}}};
  CHECK(outputs_of<std::uint8_t>(less, {{1, 2, 3, -4}, {2}}) ==
        std::vector<std::uint8_t>{1, 0, 0, 1});
  const auto reduced = [](builtin code) {
    const std::vector<std::int32_t> axes{0};
    const octet_test::one_operator_model m{
        .code = code,
        .tensors = {floats({2, 2}),
                    {.type = octet::tensor_type::int32, .shape = {1}, .data = bytes_of(axes)},
                    floats({2})}};
    return outputs_of<float>(m, {{1, 2, 3, -4}});
  };
  CHECK(reduced(builtin::sum) == values{4, -2});
  CHECK(reduced(builtin::reduce_max) == values{3, 2});
  CHECK(reduced(builtin::reduce_min) == values{1, -4});
  CHECK(reduced(builtin::reduce_prod) == values{3, -8});
}

TEST_CASE("functions of one float in a model") {
  const auto of = [](builtin code, float x) {
    return outputs_of<float>({.code = code, .tensors = {floats({1}), floats({1})}}, {{x}})[0];
  };
  CHECK(of(builtin::abs, -2.5F) == 2.5F);
  CHECK(of(builtin::neg, -2.5F) == 2.5F);
  CHECK(of(builtin::ceil, -2.5F) == -2.0F);
  CHECK(of(builtin::floor, -2.5F) == -3.0F);
  CHECK(of(builtin::round, -2.5F) == -2.0F);
  CHECK(of(builtin::square, -2.5F) == 6.25F);
  CHECK(of(builtin::sqrt, 6.25F) == 2.5F);
  CHECK(of(builtin::rsqrt, 0.25F) == 2.0F);
  CHECK(of(builtin::exp, 0.0F) == 1.0F);
  CHECK(of(builtin::log, 1.0F) == 0.0F);
  CHECK(of(builtin::sin, 0.0F) == 0.0F);
  CHECK(of(builtin::cos, 0.0F) == 1.0F);
}
