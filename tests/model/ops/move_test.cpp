// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that move single tensors, in a model: what they give for every size of element, and
// what is refused.
#include "octet/model/ops/move.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/ops/broadcast_to.hpp"
#include "octet/model/ops/depth_to_space.hpp"
#include "octet/model/ops/expand_dims.hpp"
#include "octet/model/ops/mirror_pad.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/resize_nearest_neighbor.hpp"
#include "octet/model/ops/reverse_v2.hpp"
#include "octet/model/ops/space_to_batch_nd.hpp"
#include "octet/model/ops/squeeze.hpp"
#include "octet/model/ops/tile.hpp"
#include "octet/model/ops/transpose.hpp"
#include "support/move_models.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
namespace field = octet::field;

namespace {

using tested = loaded_with<octet::ops::transpose, octet::ops::reverse_v2, octet::ops::squeeze,
                           octet::ops::expand_dims, octet::ops::broadcast_to, octet::ops::tile,
                           octet::ops::depth_to_space, octet::ops::space_to_depth,
                           octet::ops::space_to_batch_nd, octet::ops::batch_to_space_nd,
                           octet::ops::mirror_pad, octet::ops::pad, octet::ops::padv2,
                           octet::ops::resize_nearest_neighbor>;

const int_list six{1, 2, 3, 4, 5, 6};
constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();

one_operator_model model(builtin code, std::vector<model_tensor> tensors) {
  return {.code = code, .tensors = std::move(tensors)};
}

}  // namespace

TEST_CASE("transpose") {
  const auto transpose = [](int_list order, int_list out) {
    return model(builtin::transpose, {int32s({2, 3}), indices(order), int32s(out)});
  };
  CHECK(tested::run_int32(transpose({1, 0}, {3, 2}), {six}) == int_list{1, 4, 2, 5, 3, 6});
  CHECK(tested::run_int32(transpose({-2, -1}, {2, 3}), {six}) == six);
  CHECK(tested::error(transpose({1, 0}, {2, 3})) == errc::shape_mismatch);
  CHECK(tested::error(transpose({1, 1}, {3, 3})) == errc::bad_option);
  CHECK(tested::error(transpose({1, 2}, {3, 2})) == errc::bad_option);
  CHECK(tested::error(transpose({0}, {2, 3})) == errc::shape_mismatch);
  CHECK(tested::error(transpose({1, 0}, {3, 2, 1})) == errc::shape_mismatch);
}

TEST_CASE("elements of every size are moved whole") {
  for (const tensor_type type :
       {tensor_type::boolean, tensor_type::int8, tensor_type::uint8, tensor_type::int16,
        tensor_type::int32, tensor_type::float32, tensor_type::int64}) {
    const std::size_t size = octet::size_of(type);
    std::vector<std::uint8_t> in(2 * size), out;
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<std::uint8_t>(i + 1);
    for (std::size_t i = 0; i < in.size(); ++i) out.push_back(in[(i + size) % in.size()]);
    CHECK(
        tested::run(model(builtin::reverse_v2, {plain(type, {2}), indices({0}), plain(type, {2})}),
                    {in}) == out);
  }
  const auto text = plain(tensor_type::string, {2});
  CHECK(tested::error(model(builtin::reverse_v2, {text, indices({0}), text})) ==
        errc::unsupported_type);
}

TEST_CASE("squeeze and expand_dims") {
  const auto reshaped = [](builtin code, int_list in, int_list out) {
    return model(code, {int32s(in), int32s(out)});
  };
  CHECK(tested::run_int32(reshaped(builtin::squeeze, {1, 2, 1, 3}, {2, 3}), {six}) == six);
  CHECK(tested::error(reshaped(builtin::squeeze, {1, 2, 1, 3}, {2, 1, 3})) == errc::shape_mismatch);
  CHECK(tested::error(reshaped(builtin::squeeze, {1, 2, 1, 3}, {3, 2})) == errc::shape_mismatch);
  const auto expand = [](std::int32_t axis, int_list in, int_list out) {
    return model(builtin::expand_dims, {int32s(in), indices({}, {axis}), int32s(out)});
  };
  CHECK(tested::run_int32(expand(1, {2, 3}, {2, 1, 3}), {six}) == six);
  CHECK(tested::run_int32(expand(-1, {2, 3}, {2, 3, 1}), {six}) == six);
  CHECK(tested::error(expand(3, {2, 3}, {2, 3, 1})) == errc::bad_option);
  CHECK(tested::error(expand(0, {2, 3}, {2, 1, 3})) == errc::shape_mismatch);
  CHECK(tested::error(expand(0, {1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1})) == errc::shape_mismatch);
}

TEST_CASE("broadcast_to and tile") {
  const auto broadcast = [](int_list in, int_list sizes, int_list out) {
    return model(builtin::broadcast_to, {int32s(in), indices(sizes), int32s(out)});
  };
  CHECK(tested::run_int32(broadcast({2, 1}, {2, 3}, {2, 3}), {{7, 8}}) ==
        int_list{7, 7, 7, 8, 8, 8});
  CHECK(tested::run_int32(broadcast({2}, {3, 2}, {3, 2}), {{7, 8}}) == int_list{7, 8, 7, 8, 7, 8});
  CHECK(tested::error(broadcast({2}, {2, 3}, {2, 3})) == errc::shape_mismatch);
  CHECK(tested::error(broadcast({2, 1}, {2, 3}, {2, 4})) == errc::shape_mismatch);
  CHECK(tested::error(broadcast({1, 2}, {2}, {2})) == errc::shape_mismatch);
  const auto tile = [](int_list multiples, int_list out) {
    return model(builtin::tile, {int32s({1, 2}), indices(multiples), int32s(out)});
  };
  CHECK(tested::run_int32(tile({2, 2}, {2, 4}), {{7, 8}}) == int_list{7, 8, 7, 8, 7, 8, 7, 8});
  CHECK(tested::error(tile({2, 2}, {2, 5})) == errc::shape_mismatch);
  CHECK(tested::error(tile({2, -2}, {2, 4})) == errc::bad_option);
  CHECK(tested::error(tile({2, highest}, {2, 4})) == errc::shape_mismatch);
  CHECK(tested::error(tile({2}, {2, 4})) == errc::shape_mismatch);
}

TEST_CASE("depth_to_space and space_to_depth") {
  auto m = model(builtin::depth_to_space, {int32s({1, 1, 1, 4}), int32s({1, 2, 2, 1})});
  m.option(field::depth_to_space::block_size, 2);
  CHECK(tested::run_int32(m, {{1, 2, 3, 4}}) == int_list{1, 2, 3, 4});
  CHECK(tested::error(m.option(field::depth_to_space::block_size, 1)) == errc::shape_mismatch);
  CHECK(tested::error(m.option(field::depth_to_space::block_size, 0)) == errc::bad_option);
  m = model(builtin::space_to_depth, {int32s({1, 2, 4, 1}), int32s({1, 1, 2, 4})});
  m.option(field::space_to_depth::block_size, 2);
  CHECK(tested::run_int32(m, {{1, 2, 3, 4, 5, 6, 7, 8}}) == int_list{1, 2, 5, 6, 3, 4, 7, 8});
  m.tensors[1] = int32s({1, 2, 1, 4});
  CHECK(tested::error(m) == errc::shape_mismatch);
  m.tensors[1] = int32s({2, 4});
  CHECK(tested::error(m) == errc::shape_mismatch);
}

TEST_CASE("space_to_batch_nd and batch_to_space_nd") {
  const auto to_batch = [](int_list block, int_list pads, int_list out) {
    return model(builtin::space_to_batch_nd, {int8_tensor({1, 2, 3, 1}, 1.0F, 9), indices(block),
                                              indices({2, 2}, pads), int8_tensor(out, 1.0F, 9)});
  };
  // One column of zeros in front.
  CHECK(tested::run(to_batch({1, 2}, {0, 0, 1, 0}, {2, 2, 2, 1}), {{1, 2, 3, 4, 5, 6}}) ==
        std::vector<std::uint8_t>{9, 2, 9, 5, 1, 3, 4, 6});
  CHECK(tested::error(to_batch({1, 2}, {0, 0, 0, 0}, {2, 2, 2, 1})) == errc::shape_mismatch);
  CHECK(tested::error(to_batch({1, 2}, {0, 0, 1, 0}, {1, 2, 2, 1})) == errc::shape_mismatch);
  CHECK(tested::error(to_batch({1, 0}, {0, 0, 1, 0}, {2, 2, 2, 1})) == errc::bad_option);
  CHECK(tested::error(to_batch({1, 2}, {0, 0, 2, -1}, {2, 2, 2, 1})) == errc::bad_option);
  CHECK(tested::error(to_batch({highest, highest}, {0, highest, 0, highest}, {2, 2, 2, 1})) ==
        errc::shape_mismatch);
  const auto to_space = [](int_list crops, int_list out) {
    return model(builtin::batch_to_space_nd,
                 {int32s({2, 2, 2, 1}), indices({1, 2}), indices({2, 2}, crops), int32s(out)});
  };
  CHECK(tested::run_int32(to_space({0, 0, 1, 0}, {1, 2, 3, 1}), {{9, 2, 9, 5, 1, 3, 4, 6}}) == six);
  CHECK(tested::run_int32(to_space({1, 0, 1, 2}, {1, 1, 1, 1}), {{9, 2, 9, 5, 1, 3, 4, 6}}) ==
        int_list{4});
  CHECK(tested::error(to_space({0, 0, 0, 0}, {1, 2, 3, 1})) == errc::shape_mismatch);
}

TEST_CASE("mirror_pad") {
  const auto mirror = [](int mode, int_list pads, int_list out) {
    auto m = model(builtin::mirror_pad, {int32s({1, 3}), indices({2, 2}, pads), int32s(out)});
    return m.option(field::mirror_pad::mode, static_cast<std::int8_t>(mode));
  };
  CHECK(tested::run_int32(mirror(0, {0, 0, 2, 1}, {1, 6}), {{1, 2, 3}}) ==
        int_list{3, 2, 1, 2, 3, 2});
  CHECK(tested::run_int32(mirror(1, {0, 0, 2, 1}, {1, 6}), {{1, 2, 3}}) ==
        int_list{2, 1, 1, 2, 3, 3});
  CHECK(tested::error(mirror(1, {1, 0, 3, 3}, {2, 9})) == errc::ok);
  CHECK(tested::error(mirror(0, {0, 0, 3, 0}, {1, 6})) == errc::bad_option);
  CHECK(tested::error(mirror(0, {0, 1, 0, 0}, {2, 3})) == errc::bad_option);
  CHECK(tested::error(mirror(1, {0, 0, 0, 4}, {1, 7})) == errc::bad_option);
  CHECK(tested::error(mirror(2, {0, 0, 2, 1}, {1, 6})) == errc::bad_option);
}

TEST_CASE("pad and padv2 of other types than int8") {
  const auto pads = indices({1, 2}, {1, 2});
  CHECK(tested::run_int32(model(builtin::pad, {int32s({2}), pads, int32s({5})}), {{7, 8}}) ==
        int_list{0, 7, 8, 0, 0});
  CHECK(tested::run_int32(model(builtin::padv2, {int32s({2}), pads, int32s({}), int32s({5})}),
                          {{7, 8}, {-9}}) == int_list{-9, 7, 8, -9, -9});
  // The zero point of 16-bit codes is not looked at, as in the reference.
  const model_tensor in{tensor_type::int16, {1}, {1.0F}, {0}, {}};
  const model_tensor out{tensor_type::int16, {4}, {1.0F}, {0}, {}};
  CHECK(tested::run(model(builtin::pad, {in, pads, out}), {{1, 2}}) ==
        std::vector<std::uint8_t>{0, 0, 1, 2, 0, 0, 0, 0});
  const model_tensor legacy{tensor_type::uint8, {1}, {1.0F}, {200}, {}};
  auto padded = legacy;
  padded.shape = {4};
  CHECK(tested::run(model(builtin::pad, {legacy, pads, padded}), {{1}}) ==
        std::vector<std::uint8_t>{200, 1, 200, 200});
  CHECK(tested::error(model(builtin::padv2, {int32s({2}), pads, int32s({2}), int32s({5})})) ==
        errc::shape_mismatch);
  CHECK(tested::error(model(builtin::padv2, {int32s({2}), pads, int8_tensor({}), int32s({5})})) ==
        errc::unsupported_type);
}

TEST_CASE("resize_nearest_neighbor") {
  const auto resize = [](int_list size, int_list out) {
    return model(builtin::resize_nearest_neighbor,
                 {int32s({1, 2, 2, 1}), indices(size), int32s(out)});
  };
  namespace f = field::resize_nearest_neighbor;
  const int_list in{1, 2, 3, 4};
  auto m = resize({3, 3}, {1, 3, 3, 1});
  CHECK(tested::run_int32(m, {in}) == int_list{1, 1, 2, 1, 1, 2, 3, 3, 4});
  CHECK(tested::run_int32(m.option(f::align_corners, std::uint8_t{1}), {in}) ==
        int_list{1, 2, 2, 3, 4, 4, 3, 4, 4});
  m = resize({3, 3}, {1, 3, 3, 1});
  CHECK(tested::run_int32(m.option(f::half_pixel_centers, std::uint8_t{1}), {in}) ==
        int_list{1, 2, 2, 3, 4, 4, 3, 4, 4});
  CHECK(tested::error(resize({3, 2}, {1, 3, 3, 1})) == errc::shape_mismatch);
  CHECK(tested::error(resize({3}, {1, 3, 3, 1})) == errc::shape_mismatch);
  CHECK(tested::error(resize({3, 3}, {1, 3, 3})) == errc::shape_mismatch);
}
