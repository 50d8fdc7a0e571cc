// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The bodies of contract_executor. Kernels on which no contract tells are those of executor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "octet/convert/chosen_scalar.hpp"
#include "octet/convert/contract_executor.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/run_model.hpp"
#include "octet/float_ops/all.hpp"
#include "octet/model/interpreter.hpp"

namespace octet::convert {

namespace detail {

using host_ops = std::remove_const_t<decltype(float_ops::all)>;

/// The operators of the host. Those of the device that round take the backend that is asked for,
/// all others the plain scalar one.
struct contract_ops : host_ops {
  template <class Backend>
  static constexpr auto run_table() {
    return with_backend<Backend>(ops::all, host_ops::run_table<scalar>());
  }

 private:
  template <class Backend, class... Entries, class Table>
  static constexpr Table with_backend(op_list<Entries...>, Table table) {
    std::size_t i = 0;
    ((table[i] = kernel<Backend, Entries>(table[i]), ++i), ...);
    return table;
  }

  template <class Backend, class Entry, class Kernel>
  static constexpr Kernel kernel(Kernel plain) {
    if constexpr (contract_reach_of(Entry::code) == contract_reach::nowhere) {
      return plain;
    } else {
      return op_list<Entry>::template run_table<Backend>()[0];
    }
  }
};

}  // namespace detail

struct contract_executor::state {
  std::vector<std::uint8_t> file;
  std::vector<std::uint8_t> arena{};
  std::vector<contract> contracts{};
  interpreter<detail::contract_ops, chosen_scalar> model{};

  contract of(std::int32_t node) const {
    const auto i = static_cast<std::size_t>(node);
    return i < contracts.size() ? contracts[i] : contract::double_rounding;
  }

  error load() {
    const auto loaded = decltype(model)::load(
        file, arena, [&](std::int32_t node) -> const auto& { return encoder_for(of(node)); });
    if (loaded) model = *loaded;
    return loaded.error();
  }
};

OCTET_HOST_INLINE std::vector<contract> contracts_of(const graph& model, const octet::node& op) {
  const contract_reach reach = contract_reach_of(op.code);
  bool codes = false, wide = false;
  for (std::size_t i = 0; i < op.inputs.size(); ++i) {
    const tensor_info t = model.tensor(op.input(i));
    if (t.index == no_tensor || t.is_constant() || !t.is_quantized()) continue;
    codes = true;
    wide |= t.type == tensor_type::int16;
  }
  if (reach == contract_reach::nowhere || !codes) return {};
  std::vector<contract> found{contract::double_rounding, contract::single_rounding};
  if (reach == contract_reach::fixed_point) return found;
  if (wide) found.push_back(contract::short_mantissa);
  found.insert(found.end(), {contract::in_double, contract::in_float, contract::power_of_two});
  return found;
}

OCTET_HOST_INLINE contract_executor::contract_executor(std::vector<std::uint8_t> file)
    : state_(std::make_unique<state>(state{.file = std::move(file)})) {
  const result<graph> opened = graph::open(state_->file);
  const auto check = [&](const error& e) {
    if (e) throw convert_error(explain(e, opened ? &*opened : nullptr));
  };
  check(opened.error());
  const result<arena_need> need = executor_arena_size(*opened);
  check(need.error());
  state_->arena.resize(static_cast<std::size_t>(need->total()));
  check(state_->load());
}

OCTET_HOST_INLINE contract_executor::contract_executor(contract_executor&&) noexcept = default;
OCTET_HOST_INLINE contract_executor& contract_executor::operator=(contract_executor&&) noexcept =
    default;
OCTET_HOST_INLINE contract_executor::~contract_executor() = default;

OCTET_HOST_INLINE const graph& contract_executor::model() const { return state_->model.model(); }
OCTET_HOST_INLINE void contract_executor::reset() { state_->model.reset(); }

OCTET_HOST_INLINE bool contract_executor::choose(std::span<const contract> of_nodes) {
  state_->contracts.assign(of_nodes.begin(), of_nodes.end());
  const error e = state_->load();
  if (e && e.code != errc::not_a_power_of_two) throw convert_error(explain(e, &model()));
  return !e;
}

OCTET_HOST_INLINE std::size_t contract_executor::input_bytes() const {
  return bytes_of(model(), model().inputs());
}
OCTET_HOST_INLINE std::size_t contract_executor::output_bytes() const {
  return bytes_of(model(), model().outputs());
}

OCTET_HOST_INLINE void contract_executor::run_bytes(std::span<const std::uint8_t> input,
                                                    std::span<std::uint8_t> output) {
  chosen_scalar::choose(state_->of(0));
  convert::run_bytes(state_->model, input, output,
                     [&](std::int32_t node) { chosen_scalar::choose(state_->of(node + 1)); });
}

}  // namespace octet::convert
