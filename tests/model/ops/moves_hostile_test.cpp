// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that move elements, in models with random shapes and numbers: load refuses with a named
// error, or the model runs inside its buffers (ASan, UBSan watch).
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/ops/blocks.hpp"
#include "octet/model/ops/broadcast_to.hpp"
#include "octet/model/ops/concatenation.hpp"
#include "octet/model/ops/depth_to_space.hpp"
#include "octet/model/ops/expand_dims.hpp"
#include "octet/model/ops/fill.hpp"
#include "octet/model/ops/gather.hpp"
#include "octet/model/ops/gather_nd.hpp"
#include "octet/model/ops/mirror_pad.hpp"
#include "octet/model/ops/one_hot.hpp"
#include "octet/model/ops/pack.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/resize_nearest_neighbor.hpp"
#include "octet/model/ops/reverse_v2.hpp"
#include "octet/model/ops/shape.hpp"
#include "octet/model/ops/slice.hpp"
#include "octet/model/ops/space_to_batch_nd.hpp"
#include "octet/model/ops/split.hpp"
#include "octet/model/ops/split_v.hpp"
#include "octet/model/ops/squeeze.hpp"
#include "octet/model/ops/strided_slice.hpp"
#include "octet/model/ops/tile.hpp"
#include "octet/model/ops/transpose.hpp"
#include "octet/model/ops/unpack.hpp"
#include "support/move_models.hpp"
#include "support/random_tensor.hpp"

using namespace octet_test;
using octet::builtin;
using octet::tensor_type;

namespace {

namespace ops = octet::ops;
using movers =
    octet::op_list<ops::batch_to_space_nd, ops::broadcast_to, ops::concatenation,
                   ops::depth_to_space, ops::expand_dims, ops::fill, ops::gather, ops::gather_nd,
                   ops::mirror_pad, ops::one_hot, ops::pack, ops::pad, ops::padv2, ops::rank,
                   ops::resize_nearest_neighbor, ops::reverse_v2, ops::shape_op, ops::slice,
                   ops::space_to_batch_nd, ops::space_to_depth, ops::split, ops::split_v,
                   ops::squeeze, ops::strided_slice, ops::tile, ops::transpose, ops::unpack>;

/// One list of letters for each operator's tensors: d data, i constant numbers, x run-time indices.
struct form {
  builtin code;
  const char* inputs;
};

constexpr form forms[]{{builtin::batch_to_space_nd, "dii"},
                       {builtin::broadcast_to, "di"},
                       {builtin::concatenation, "dd"},
                       {builtin::depth_to_space, "d"},
                       {builtin::expand_dims, "di"},
                       {builtin::fill, "id"},
                       {builtin::gather, "dx"},
                       {builtin::gather_nd, "dx"},
                       {builtin::mirror_pad, "di"},
                       {builtin::one_hot, "xidd"},
                       {builtin::pack, "dd"},
                       {builtin::pad, "di"},
                       {builtin::padv2, "did"},
                       {builtin::rank, "d"},
                       {builtin::resize_nearest_neighbor, "di"},
                       {builtin::reverse_v2, "di"},
                       {builtin::shape, "d"},
                       {builtin::slice, "dii"},
                       {builtin::space_to_batch_nd, "dii"},
                       {builtin::space_to_depth, "d"},
                       {builtin::split, "id"},
                       {builtin::split_v, "dii"},
                       {builtin::squeeze, "d"},
                       {builtin::strided_slice, "diii"},
                       {builtin::tile, "di"},
                       {builtin::transpose, "di"},
                       {builtin::unpack, "d"}};

class hostile {
 public:
  explicit hostile(std::uint32_t seed) : random_(seed) {}

  one_operator_model model(const form& f) {
    one_operator_model m{.code = f.code};
    rank_ = random_.between(0, 4);
    for (const char* kind = f.inputs; *kind != '\0'; ++kind) {
      if (*kind == 'd') m.tensors.push_back(plain(tensor_type::int16, sizes(rank_, 3)));
      if (*kind == 'x') m.tensors.push_back(int32s(sizes(random_.between(0, 3), 3)));
      if (*kind == 'i') m.tensors.push_back(numbers());
    }
    m.outputs = random_.between(0, 3) == 0 ? 2 : 1;
    const bool counts = f.code == builtin::shape || f.code == builtin::rank;
    for (std::int32_t i = 0; i < m.outputs; ++i) {
      m.tensors.push_back(
          plain(counts ? tensor_type::int32 : tensor_type::int16,
                sizes(rank_ + (random_.between(0, 1) == 0 ? 0 : random_.between(-1, 1)), 4)));
    }
    for (int field = 0; field < 6; ++field) {
      if (random_.between(0, 1) == 0) m.option(field, random_.between(-1, 2));
    }
    return m;
  }

  /// Indices that are mostly inside.
  std::vector<std::uint8_t> input(const octet::tensor_info& t) {
    if (t.type != tensor_type::int32) return std::vector<std::uint8_t>(t.bytes(), 1);
    int_list values(t.shape.count());
    for (std::int32_t& v : values) v = random_.between(0, 9) == 0 ? number() : 0;
    return bytes_of(values);
  }

 private:
  int_list sizes(std::int32_t rank, std::int32_t largest) {
    int_list s;
    for (std::int32_t i = 0; i < rank; ++i) {
      // Many ones: shapes must fit together by chance.
      const std::int32_t dice = random_.between(0, 60);
      s.push_back(dice == 0   ? 0
                  : dice == 1 ? std::numeric_limits<std::int32_t>::max()
                  : dice < 35 ? 1
                              : random_.between(1, largest));
    }
    return s;
  }

  std::int32_t number() {
    using limits = std::numeric_limits<std::int32_t>;
    const std::int32_t dice = random_.between(0, 60);
    if (dice < 2) return dice == 0 ? limits::min() : limits::max();
    return dice < 40 ? random_.between(0, 1) : random_.between(-1, 3);
  }

  /// As many as there are axes, or pairs of them, or any few.
  model_tensor numbers() {
    const std::int32_t dice = random_.between(0, 4);
    int_list shape{rank_};
    if (dice == 0) shape = {rank_, 2};
    if (dice == 1) shape = {random_.between(1, 2), 2};
    if (dice == 2) shape = {random_.between(1, 4)};
    if (dice == 3 && random_.between(0, 1) == 0) shape = {};
    int_list values;
    for (std::size_t i = 0; i < shape_count(shape); ++i) values.push_back(number());
    return indices(shape, values);
  }

  static std::size_t shape_count(const int_list& shape) {
    std::size_t n = 1;
    for (std::int32_t size : shape) n *= static_cast<std::size_t>(size);
    return n;
  }

  random_tensor random_;
  std::int32_t rank_ = 0;
};

/// Loads and runs in an arena of exactly the size asked for; whether it ran.
bool try_model(const one_operator_model& model, hostile& chance) {
  const std::vector<std::uint8_t> file = model.file();
  const auto need = octet::arena_size(movers{}, file);
  if (!need || need->total() > (1 << 20)) return false;
  std::vector<std::uint8_t> arena(static_cast<std::size_t>(need->total()));
  const auto loaded = octet::load(movers{}, file, arena);
  REQUIRE(loaded.has_value());
  for (std::size_t i = 0; i < loaded->input_count(); ++i) {
    const octet::tensor_info t = loaded->model().tensor(loaded->model().inputs()[i]);
    const auto bytes = chance.input(t);
    for (std::size_t b = 0; b < bytes.size(); ++b)
      loaded->write<std::uint8_t>(t.index).store(b, bytes[b]);
  }
  const octet::errc outcome = loaded->run();
  CHECK((outcome == octet::errc::ok || outcome == octet::errc::index_out_of_range));
  return true;
}

}  // namespace

TEST_CASE("random models of every operator that moves elements") {
  hostile chance(77);
  for (const form& f : forms) {
    int ran = 0;
    for (int round = 0; round < 8000; ++round) ran += try_model(chance.model(f), chance);
    CAPTURE(octet::name_of(f.code));
    CHECK(ran > 0);
  }
}
