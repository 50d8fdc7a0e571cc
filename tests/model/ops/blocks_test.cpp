// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONCATENATION, PACK, SPLIT, SPLIT_V and UNPACK in a model.
#include "octet/model/ops/blocks.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/ops/concatenation.hpp"
#include "octet/model/ops/pack.hpp"
#include "octet/model/ops/split.hpp"
#include "octet/model/ops/split_v.hpp"
#include "octet/model/ops/unpack.hpp"
#include "support/move_models.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
namespace field = octet::field;

namespace {

using tested = loaded_with<octet::ops::concatenation, octet::ops::pack, octet::ops::split,
                           octet::ops::split_v, octet::ops::unpack>;

using bytes = std::vector<std::uint8_t>;

one_operator_model concatenation(std::int32_t axis, std::vector<model_tensor> tensors) {
  one_operator_model m{.code = builtin::concatenation, .tensors = std::move(tensors)};
  return m.option(field::concatenation::axis, axis);
}

model_tensor uint8_tensor(int_list shape, float scale, std::int64_t zero_point) {
  return {tensor_type::uint8, std::move(shape), {scale}, {zero_point}, {}};
}

}  // namespace

TEST_CASE("concatenation along each axis") {
  const int_list a{1, 2, 3, 4}, b{5, 6, 7, 8};
  const auto t = int32s({2, 2});
  CHECK(tested::run_int32(concatenation(0, {t, t, int32s({4, 2})}), {a, b}) ==
        int_list{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(tested::run_int32(concatenation(-1, {t, t, int32s({2, 4})}), {a, b}) ==
        int_list{1, 2, 5, 6, 3, 4, 7, 8});
  CHECK(tested::run_int32(concatenation(1, {t, int32s({2, 0}), int32s({2, 1}), int32s({2, 3})}),
                          {a, {}, {9, 10}}) == int_list{1, 2, 9, 3, 4, 10});
}

TEST_CASE("concatenation of every size of element") {
  for (const tensor_type type : {tensor_type::boolean, tensor_type::int8, tensor_type::int16,
                                 tensor_type::float32, tensor_type::int64}) {
    const auto size = octet::size_of(type);
    bytes a(size), b(2 * size), both;
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<std::uint8_t>(i);
    for (std::size_t i = 0; i < b.size(); ++i) b[i] = static_cast<std::uint8_t>(100 + i);
    both = a;
    both.insert(both.end(), b.begin(), b.end());
    CHECK(tested::run(concatenation(0, {plain(type, {1}), plain(type, {2}), plain(type, {3})}),
                      {a, b}) == both);
  }
}

TEST_CASE("concatenation of codes whose parameters differ") {
  const auto out = uint8_tensor({4}, 0.5F, 100);
  // 2.0 and -1.0 at scale 0.25 and zero point 8; then codes that are moved.
  CHECK(tested::run(
            concatenation(0, {uint8_tensor({2}, 0.25F, 8), uint8_tensor({2}, 0.5F, 100), out}),
            {{16, 4}, {3, 255}}) == bytes{104, 98, 3, 255});
  CHECK(
      tested::run(concatenation(0, {uint8_tensor({2}, 8.0F, 0), uint8_tensor({2}, 0.5F, 99), out}),
                  {{255, 0}, {3, 255}}) == bytes{255, 100, 4, 255});
  // 2.0 and -1.0 at scale 0.5 and zero point -4; codes that are moved.
  CHECK(tested::run(concatenation(0, {int8_tensor({2}, 0.5F, -4), int8_tensor({2}, 0.25F, 1),
                                      int8_tensor({4}, 0.25F, 1)}),
                    {{0, 0xFA}, {3, 0x80}}) == bytes{9, 0xFD, 3, 0x80});
  const auto wide = [](int_list shape, float scale) {
    return model_tensor{tensor_type::int16, std::move(shape), {scale}, {0}, {}};
  };
  CHECK(tested::run(concatenation(0, {wide({2}, 2.0F), wide({1}, 1.0F), wide({3}, 1.0F)}),
                    {bytes_of(std::vector<std::int16_t>{-300, 20000}),
                     bytes_of(std::vector<std::int16_t>{-1})}) ==
        bytes_of(std::vector<std::int16_t>{-600, 32767, -1}));
  auto shifted = wide({2}, 2.0F);
  shifted.zero_points = {1};
  CHECK(tested::error(concatenation(0, {shifted, wide({1}, 1.0F), wide({3}, 1.0F)})) ==
        errc::bad_zero_point);
  auto none = uint8_tensor({2}, 0.25F, 8);
  none.scales.clear();
  CHECK(tested::error(concatenation(0, {none, uint8_tensor({2}, 0.5F, 100), out})) ==
        errc::missing_quantization);
}

TEST_CASE("concatenation refused") {
  const auto t = int32s({2, 2});
  CHECK(tested::error(concatenation(2, {t, t, int32s({4, 2})})) == errc::bad_option);
  CHECK(tested::error(concatenation(0, {t, t, int32s({5, 2})})) == errc::shape_mismatch);
  CHECK(tested::error(concatenation(0, {t, int32s({2, 3}), int32s({4, 2})})) ==
        errc::shape_mismatch);
  CHECK(tested::error(concatenation(0, {t, int32s({2}), int32s({4, 2})})) == errc::shape_mismatch);
  CHECK(tested::error(concatenation(0, {t, plain(tensor_type::int16, {2, 2}), int32s({4, 2})})) ==
        errc::unsupported_type);
  auto fused = concatenation(0, {t, t, int32s({4, 2})});
  CHECK(tested::error(fused.option(field::concatenation::activation, std::int8_t{1})) ==
        errc::unsupported_option);
  CHECK(tested::error(concatenation(0, {int32s({0})})) == errc::missing_tensor);
}

TEST_CASE("pack") {
  const auto pack = [](std::int32_t axis, std::vector<model_tensor> tensors) {
    one_operator_model m{.code = builtin::pack, .tensors = std::move(tensors)};
    return m.option(field::pack::axis, axis);
  };
  const int_list a{1, 2}, b{3, 4}, c{5, 6};
  const auto t = int32s({2});
  CHECK(tested::run_int32(pack(0, {t, t, t, int32s({3, 2})}), {a, b, c}) ==
        int_list{1, 2, 3, 4, 5, 6});
  CHECK(tested::run_int32(pack(-1, {t, t, t, int32s({2, 3})}), {a, b, c}) ==
        int_list{1, 3, 5, 2, 4, 6});
  CHECK(tested::error(pack(0, {t, t, t, int32s({2, 3})})) == errc::shape_mismatch);
  CHECK(tested::error(pack(0, {t, int32s({1}), int32s({2, 2})})) == errc::shape_mismatch);
  CHECK(tested::error(pack(2, {t, t, int32s({2, 2})})) == errc::bad_option);
  CHECK(tested::error(pack(0, {int32s({1, 1, 1, 1, 1, 1}), int32s({1, 1, 1, 1, 1, 1})})) ==
        errc::shape_mismatch);
}

TEST_CASE("split") {
  const auto split = [](std::int32_t axis, int_list in, std::vector<int_list> out) {
    one_operator_model m{.code = builtin::split, .tensors = {indices({axis}), int32s(in)}};
    for (const int_list& shape : out) m.tensors.push_back(int32s(shape));
    m.outputs = static_cast<std::int32_t>(out.size());
    return m.option(field::split::num_splits, m.outputs);
  };
  const int_list in{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(tested::run_int32(split(0, {2, 4}, {{1, 4}, {1, 4}}), {in}) == in);
  CHECK(tested::run_int32(split(-1, {2, 4}, {{2, 2}, {2, 2}}), {in}) ==
        int_list{1, 2, 5, 6, 3, 4, 7, 8});
  CHECK(tested::error(split(1, {2, 4}, {{2, 1}, {2, 2}, {2, 1}})) == errc::shape_mismatch);
  CHECK(tested::error(split(1, {2, 4}, {{2, 2}, {2, 1}})) == errc::shape_mismatch);
  CHECK(tested::error(split(2, {2, 4}, {{2, 2}, {2, 2}})) == errc::bad_option);
  auto other = split(1, {2, 4}, {{2, 2}, {2, 2}});
  CHECK(tested::error(other.option(field::split::num_splits, 3)) == errc::bad_option);
}

TEST_CASE("split_v") {
  const auto split = [](int_list sizes, std::vector<int_list> out) {
    one_operator_model m{.code = builtin::split_v,
                         .tensors = {int32s({2, 4}), indices(sizes), indices({1})}};
    for (const int_list& shape : out) m.tensors.push_back(int32s(shape));
    m.outputs = static_cast<std::int32_t>(out.size());
    return m;
  };
  const int_list in{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(tested::run_int32(split({1, 3}, {{2, 1}, {2, 3}}), {in}) ==
        int_list{1, 5, 2, 3, 4, 6, 7, 8});
  CHECK(tested::run_int32(split({3, -1}, {{2, 3}, {2, 1}}), {in}) ==
        int_list{1, 2, 3, 5, 6, 7, 4, 8});
  CHECK(tested::run_int32(split({4, -1}, {{2, 4}, {2, 0}}), {in}) == in);
  CHECK(tested::error(split({-1, -1}, {{2, 3}, {2, 1}})) == errc::bad_option);
  CHECK(tested::error(split({5, -1}, {{2, 3}, {2, 1}})) == errc::bad_option);
  CHECK(tested::error(split({1, 2}, {{2, 1}, {2, 2}})) == errc::bad_option);
  CHECK(tested::error(split({-2, 6}, {{2, 1}, {2, 3}})) == errc::bad_option);
  CHECK(tested::error(split({1, 3}, {{2, 3}, {2, 1}})) == errc::shape_mismatch);
  CHECK(tested::error(split({4}, {{2, 1}, {2, 3}})) == errc::shape_mismatch);
}

TEST_CASE("unpack") {
  const auto unpack = [](std::int32_t axis, std::vector<int_list> out) {
    one_operator_model m{.code = builtin::unpack, .tensors = {int32s({2, 3})}};
    for (const int_list& shape : out) m.tensors.push_back(int32s(shape));
    m.outputs = static_cast<std::int32_t>(out.size());
    return m.option(field::unpack::axis, axis);
  };
  const int_list in{1, 2, 3, 4, 5, 6};
  CHECK(tested::run_int32(unpack(0, {{3}, {3}}), {in}) == in);
  CHECK(tested::run_int32(unpack(-1, {{2}, {2}, {2}}), {in}) == int_list{1, 4, 2, 5, 3, 6});
  CHECK(tested::error(unpack(1, {{2}, {2}})) == errc::shape_mismatch);
  CHECK(tested::error(unpack(0, {{3}, {2}})) == errc::shape_mismatch);
  CHECK(tested::error(unpack(2, {{3}, {3}})) == errc::bad_option);
}
