// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PAD in a model: what runs, and what is refused with which error.
#include "octet/model/ops/pad.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

template <class Index>
model_tensor paddings(const std::vector<Index>& values) {
  return {.type = octet::type_of<Index>,
          .shape = {static_cast<std::int32_t>(values.size() / 2), 2},
          .data = bytes_of(values)};
}

one_operator_model model(model_tensor in, model_tensor pads, model_tensor out) {
  return {.code = builtin::pad, .tensors = {in, pads, out}};
}

template <class Index>
void check_paddings() {
  constexpr Index huge = std::numeric_limits<Index>::max();
  const auto in = int8_tensor({2}, 1.0F, 9), out = int8_tensor({5}, 1.0F, 9);
  const auto error = [&](Index before, Index after) {
    return load_error(model(in, paddings<Index>({before, after}), out));
  };
  CHECK(run_model(model(in, paddings<Index>({1, 2}), out), {{1, 2}}) ==
        std::vector<std::uint8_t>{9, 1, 2, 9, 9});
  CHECK(error(1, 2) == errc::ok);
  CHECK(error(2, 2) == errc::shape_mismatch);
  CHECK(error(huge, huge) == errc::shape_mismatch);
  CHECK(error(0, huge) == errc::shape_mismatch);
  CHECK(error(-1, 4) == errc::bad_option);
  CHECK(error(4, -1) == errc::bad_option);
  CHECK(error(std::numeric_limits<Index>::min(), 3) == errc::bad_option);
}

}  // namespace

TEST_CASE("paddings of both types") {
  check_paddings<std::int32_t>();
  check_paddings<std::int64_t>();
}

TEST_CASE("an output smaller than the input") {
  CHECK(load_error(model(int8_tensor({2}), paddings<std::int32_t>({0, 0}), int8_tensor({1}))) ==
        errc::shape_mismatch);
}

TEST_CASE("refused") {
  const auto in = int8_tensor({1, 2}), out = int8_tensor({1, 2});
  const auto none = paddings<std::int32_t>({0, 0, 0, 0});
  CHECK(load_error(model(in, none, out)) == errc::ok);
  CHECK(load_error(model(in, paddings<std::int32_t>({0, 0}), out)) == errc::shape_mismatch);
  CHECK(load_error(model(in, none, int8_tensor({2}))) == errc::shape_mismatch);
  CHECK(load_error(model(in, none, int8_tensor({1, 2}, 2.0F))) == errc::quantization_mismatch);
  CHECK(load_error(model(in, none, int8_tensor({1, 2}, 1.0F, 1))) == errc::quantization_mismatch);
  auto other = none;
  other.data.clear();
  CHECK(load_error(model(in, other, out)) == errc::constant_expected);
  other = none;
  other.type = tensor_type::float32;
  CHECK(load_error(model(in, other, out)) == errc::unsupported_type);
  CHECK(load_error({.code = builtin::pad, .tensors = {in, out}}) == errc::missing_tensor);
}
