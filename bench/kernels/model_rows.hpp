// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of a model of one node: on the scalar backend, and on each SIMD target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/network.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/simd.hpp"
#include "rows.hpp"

namespace octet_bench {

using model_bytes = std::vector<std::uint8_t>;

/// A loaded model, with random inputs.
template <class Operators>
struct loaded_model {
  model_bytes file, arena{};

  runner make(const octet::simd_options& options, std::shared_ptr<loaded_model> self) {
    using octet::simd_backend;
    const auto need = octet::arena_size<simd_backend>(Operators{}, file, options);
    if (!need) return {};
    arena.resize(need->total());
    const auto model = octet::load<simd_backend>(Operators{}, file, arena, options);
    if (!model) return {};
    std::mt19937 random(1);
    const octet::graph& g = model->model();
    for (std::size_t i = 0; i < g.inputs().size(); ++i) {
      const octet::tensor_info t = g.tensor(g.inputs()[i]);
      for (std::size_t at = 0; at < t.shape.count(); ++at) {
        const int code = static_cast<int>(random() % 256) - 128;
        if (t.type == octet::tensor_type::float32) {
          model->template write<float>(t.index).store(at, static_cast<float>(code) / 32);
        } else if (t.type == octet::tensor_type::int16) {
          model->template write<std::int16_t>(t.index).store(at,
                                                             static_cast<std::int16_t>(256 * code));
        } else {
          model->template write<std::int8_t>(t.index).store(at, static_cast<std::int8_t>(code));
        }
      }
    }
    return [model = *model, self = std::move(self)] { static_cast<void>(model.run()); };
  }
};

/// Adds a row for the scalar backend, and where `simd` one for each target. Returns how many.
template <class Operators>
int add_model_rows(const std::string& name, std::function<model_bytes()> file, bool simd,
                   const std::string& unit, double amount) {
  int rows = 0;
  const auto add = [&](std::string backend, const octet::simd_options& options) {
    add_row(
        name + "/" + std::move(backend),
        [=] {
          auto l =
              std::make_shared<loaded_model<Operators>>(loaded_model<Operators>{.file = file()});
          return l->make(options, l);
        },
        unit, amount);
    ++rows;
  };
  add("scalar", {.enabled = false});
  for (std::size_t i = 0; simd && i < octet::simd_target_names.size(); ++i) {
    const auto target = static_cast<octet::simd_target>(i);
    if (octet::has_target(target)) add(std::string(octet::name_of(target)), {.target = target});
  }
  return rows;
}

/// A network of one node, made tensor by tensor.
struct node_network {
  octet::convert::network net{};
  std::vector<std::int32_t> inputs{};  ///< of the node
  std::mt19937 random{1};

  using shape = std::vector<std::int32_t>;

  /// A tensor that is no input of the node yet. Real ones have no scale.
  std::int32_t add(shape s, octet::tensor_type type, float scale) {
    octet::convert::tensor t;
    t.name = "t" + std::to_string(net.tensors.size());
    t.shape = std::move(s);
    t.type = type;
    if (type != octet::tensor_type::float32) t.quantization = {{}, {}, {scale}, {0}, 0};
    return net.add_tensor(std::move(t));
  }
  void add_input(shape s, octet::tensor_type type, float scale) {
    inputs.push_back(add(std::move(s), type, scale));
    net.inputs.push_back(inputs.back());
  }
  void add_state(shape s, octet::tensor_type type, float scale) {
    inputs.push_back(add(std::move(s), type, scale));
    net.tensors.back().is_variable = true;
  }
  /// Random bytes, which are codes; biases are 0.
  void add_weights(shape s, octet::tensor_type type, float scale) {
    inputs.push_back(add(std::move(s), type, scale));
    octet::convert::tensor& t = net.tensors.back();
    t.data.resize(t.count() * octet::size_of(type));
    if (octet::size_of(type) > 2) return;
    for (std::uint8_t& byte : t.data) byte = static_cast<std::uint8_t>(random());
  }
  void add_none(int count = 1) { inputs.insert(inputs.end(), static_cast<std::size_t>(count), -1); }
};

}  // namespace octet_bench
