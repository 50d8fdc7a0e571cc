// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// space_to_batch_nd and batch_to_space_nd against their definitions.
#include "octet/kernels/space_to_batch_nd.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

namespace {

/// Blocks and borders that fit; `space` and `batch` have up to four axes.
octet::batch_blocks random_blocks(random_tensor& random) {
  const std::int32_t rank = random.between(1, 5);
  octet::batch_blocks b{.space = random.shape(rank, 4),
                        .spatial_axes = random.between(0, rank - 1)};
  b.batch = b.space;
  for (std::size_t i = 0; i < static_cast<std::size_t>(b.spatial_axes); ++i) {
    b.block[i] = random.between(1, 3);
    b.batch.sizes[0] *= b.block[i];
    b.before[i] = random.between(0, 3);
    const std::int32_t least = b.space.sizes[i + 1] + b.before[i];
    b.batch.sizes[i + 1] = (least + b.block[i] - 1) / b.block[i] + random.between(0, 1);
  }
  return b;
}

/// The pixel of `space` for one of `batch`; none where it is a border.
std::optional<index_vector> in_space(const octet::batch_blocks& b, index_vector index) {
  std::int32_t k = b.space[0] == 0 ? 0 : index[0] / b.space[0];
  index[0] -= k * b.space[0];
  for (auto i = static_cast<std::size_t>(b.spatial_axes); i-- > 0;) {
    index[i + 1] = index[i + 1] * b.block[i] + k % b.block[i] - b.before[i];
    k /= b.block[i];
    if (index[i + 1] < 0 || index[i + 1] >= b.space.sizes[i + 1]) return std::nullopt;
  }
  return index;
}

}  // namespace

TEST_CASE("random images, blocks and borders, there and back") {
  random_tensor random(22);
  for (int round = 0; round < 2000; ++round) {
    const octet::batch_blocks b = random_blocks(random);
    const auto image = numbered<std::int16_t>(b.space.count());
    std::vector<std::int16_t> batches(b.batch.count()), back(image.size());
    octet::space_to_batch_nd(octet::batch_space_args<std::int16_t>{
        .input = image.data(), .output = batches.data(), .blocks = b, .value = -7});
    CHECK(batches == moved<std::int16_t>(
                         b.batch, image, b.space,
                         [&](const index_vector& index) { return in_space(b, index); }, -7));
    octet::batch_to_space_nd(octet::batch_space_args<std::int16_t>{
        .input = batches.data(), .output = back.data(), .blocks = b});
    CHECK(back == image);
  }
}
