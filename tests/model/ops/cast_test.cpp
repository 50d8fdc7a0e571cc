// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CAST, ARG_MAX, ARG_MIN, FILL, ZEROS_LIKE, SHAPE and RANK in a model.
#include "octet/model/ops/cast.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/ops/arg_max.hpp"
#include "octet/model/ops/fill.hpp"
#include "octet/model/ops/shape.hpp"
#include "support/move_models.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

using tested = loaded_with<octet::ops::cast, octet::ops::arg_max<std::int8_t>,
                           octet::ops::arg_max<std::int32_t>, octet::ops::arg_min<std::int8_t>,
                           octet::ops::arg_min<std::int32_t>, octet::ops::fill,
                           octet::ops::zeros_like, octet::ops::shape_op, octet::ops::rank>;

using bytes = std::vector<std::uint8_t>;

one_operator_model model(builtin code, std::vector<model_tensor> tensors) {
  return {.code = code, .tensors = std::move(tensors)};
}

}  // namespace

TEST_CASE("cast between types of all sizes") {
  const auto cast = [](tensor_type from, tensor_type to) {
    return model(builtin::cast, {plain(from, {3}), plain(to, {3})});
  };
  const std::vector<float> reals{-1.5F, 0.0F, 300.25F};
  CHECK(tested::run(cast(tensor_type::int32, tensor_type::float32),
                    {bytes_of(int_list{-7, 0, 1 << 20})}) ==
        bytes_of(std::vector<float>{-7.0F, 0.0F, 1048576.0F}));
  // The output may lie on the input.
  CHECK(tested::run(cast(tensor_type::float32, tensor_type::int32), {bytes_of(reals)}) ==
        bytes_of(int_list{-1, 0, 300}));
  CHECK(tested::run(cast(tensor_type::float32, tensor_type::int8), {bytes_of(reals)}) ==
        bytes{0xFF, 0, 127});
  CHECK(tested::run(cast(tensor_type::float32, tensor_type::boolean), {bytes_of(reals)}) ==
        bytes{1, 0, 1});
  CHECK(tested::run(cast(tensor_type::boolean, tensor_type::int64), {{1, 0, 1}}) ==
        bytes_of(std::vector<std::int64_t>{1, 0, 1}));
  CHECK(tested::run(cast(tensor_type::uint16, tensor_type::uint32),
                    {bytes_of(std::vector<std::uint16_t>{0, 1, 65535})}) ==
        bytes_of(std::vector<std::uint32_t>{0, 1, 65535}));
  CHECK(tested::error(cast(tensor_type::float16, tensor_type::float32)) == errc::unsupported_type);
  CHECK(tested::error(cast(tensor_type::float32, tensor_type::float64)) == errc::unsupported_type);
  CHECK(tested::error(model(builtin::cast, {int32s({3}), int32s({2})})) == errc::shape_mismatch);
}

TEST_CASE("arg_max and arg_min") {
  const auto arg = [](builtin code, std::int32_t axis, int_list out) {
    return model(code, {int32s({2, 3}), indices({}, {axis}), int32s(out)});
  };
  const int_list in{1, 9, 9, 4, -5, 3};
  CHECK(tested::run_int32(arg(builtin::arg_max, 1, {2}), {in}) == int_list{1, 0});
  CHECK(tested::run_int32(arg(builtin::arg_max, -2, {3}), {in}) == int_list{1, 0, 0});
  CHECK(tested::run_int32(arg(builtin::arg_min, 1, {2}), {in}) == int_list{0, 1});
  auto m = arg(builtin::arg_min, 1, {2});
  m.tensors[0] = int8_tensor({2, 3});
  m.tensors[2] = plain(tensor_type::int64, {2});
  CHECK(tested::run(m, {{1, 2, 0xFF, 0x80, 0, 0x7F}}) == bytes_of(std::vector<std::int64_t>{2, 0}));
  CHECK(tested::error(arg(builtin::arg_max, 2, {2})) == errc::bad_option);
  CHECK(tested::error(arg(builtin::arg_max, 1, {3})) == errc::shape_mismatch);
  m = arg(builtin::arg_max, 1, {2});
  m.tensors[2] = int8_tensor({2});
  CHECK(tested::error(m) == errc::unsupported_type);
  m = arg(builtin::arg_max, 1, {2});
  m.tensors[0] = int32s({2, 0});
  CHECK(tested::error(m) == errc::shape_mismatch);
}

TEST_CASE("fill, zeros_like, shape and rank") {
  CHECK(tested::run_int32(model(builtin::fill, {indices({2, 2}), int32s({}), int32s({2, 2})}),
                          {{-7}}) == int_list{-7, -7, -7, -7});
  CHECK(tested::error(model(builtin::fill, {indices({2, 2}), int32s({}), int32s({2, 3})})) ==
        errc::shape_mismatch);
  CHECK(tested::error(model(builtin::fill, {indices({2}), int32s({2}), int32s({2})})) ==
        errc::shape_mismatch);
  CHECK(tested::run_int32(model(builtin::zeros_like, {int32s({2}), int32s({2})}), {{5, 6}}) ==
        int_list{0, 0});
  CHECK(tested::error(model(builtin::zeros_like, {int32s({2}), int32s({3})})) ==
        errc::shape_mismatch);
  const auto in = int8_tensor({4, 1, 7});
  CHECK(tested::run_int32(model(builtin::shape, {in, int32s({3})}), {int_list(7)}) ==
        int_list{4, 1, 7});
  CHECK(tested::run(model(builtin::shape, {in, plain(tensor_type::int64, {3})}), {bytes(28)}) ==
        bytes_of(std::vector<std::int64_t>{4, 1, 7}));
  CHECK(tested::error(model(builtin::shape, {in, int32s({2})})) == errc::shape_mismatch);
  CHECK(tested::error(model(builtin::shape, {in, int8_tensor({3})})) == errc::unsupported_type);
  CHECK(tested::run_int32(model(builtin::rank, {in, int32s({})}), {int_list(7)}) == int_list{3});
}
