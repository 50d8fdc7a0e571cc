// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The constants of a model side by side: all of its file that a planned model needs to run.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/arena.hpp"
#include "octet/model/graph.hpp"

namespace octet {

/// Calls visit(tensor, position) for every constant tensor, with its place among the constants: in
/// the order of the tensors, each at a multiple of arena_alignment. Returns the bytes of all.
template <class Visit>
constexpr std::size_t lay_out_constants(const graph& model, Visit visit) {
  std::uint64_t end = 0;
  for (std::int32_t i = 0; i < model.tensor_count(); ++i) {
    const tensor_info t = model.tensor(i);
    if (!t.is_constant()) continue;
    visit(t, static_cast<std::size_t>(end));
    end += align_up(t.data.size(), arena_alignment);
  }
  return static_cast<std::size_t>(end);
}

/// Writes them to `to`, which has room for all; zeros between them are the caller's.
template <class Bytes>
constexpr void copy_constants(const graph& model, Bytes& to) {
  lay_out_constants(model, [&](const tensor_info& t, std::size_t position) {
    const std::uint8_t* const from = model.file().data() + t.data.position();
    for (std::size_t i = 0; i < t.data.size(); ++i) to[position + i] = from[i];
  });
}

}  // namespace octet
