// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A loaded model run on the host: errors are thrown, inputs and outputs are bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "octet/convert/error.hpp"
#include "octet/model/graph.hpp"

namespace octet::convert {

/// Bytes of some tensors together.
inline std::size_t bytes_of(const graph& model, const flatbuffer::vector<std::int32_t>& tensors) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < tensors.size(); ++i) bytes += model.tensor(tensors[i]).bytes();
  return bytes;
}

/// Runs every node; what stops one is thrown, with its name.
template <class Interpreter, class Observer>
void run_nodes(const Interpreter& model, Observer after) {
  std::int32_t done = 0;
  const errc e = model.run([&](std::int32_t node) {
    done = node + 1;
    after(node);
  });
  if (e == errc::ok) return;
  const error failed{.code = e,
                     .op_code = static_cast<std::int16_t>(model.model().node(done).code),
                     .op_index = done};
  throw convert_error(explain(failed, &model.model()));
}

/// Runs one sample in the model's own types: the bytes of every input in order give those of every
/// output in order.
///
/// errors   convert_error: bytes of another size, or a node that fails
template <class Interpreter, class Observer>
void run_bytes(const Interpreter& model, std::span<const std::uint8_t> input,
               std::span<std::uint8_t> output, Observer after) {
  const graph& g = model.model();
  if (input.size() != bytes_of(g, g.inputs()) || output.size() != bytes_of(g, g.outputs()))
    throw convert_error("the model takes " + std::to_string(bytes_of(g, g.inputs())) +
                        " bytes and gives " + std::to_string(bytes_of(g, g.outputs())));
  for (std::size_t i = 0; i < g.inputs().size(); ++i) {
    const tensor_info t = g.tensor(g.inputs()[i]);
    std::copy_n(input.data(), t.bytes(), model.template write<std::uint8_t>(t.index).data());
    input = input.subspan(t.bytes());
  }
  run_nodes(model, after);
  for (std::size_t i = 0; i < g.outputs().size(); ++i) {
    const tensor_info t = g.tensor(g.outputs()[i]);
    std::copy_n(model.template read<std::uint8_t>(t.index).data(), t.bytes(), output.data());
    output = output.subspan(t.bytes());
  }
}

}  // namespace octet::convert
