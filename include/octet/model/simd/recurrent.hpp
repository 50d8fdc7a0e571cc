// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM and SVDF in a model on the SIMD backend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/svdf.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/packed.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::detail {

/// Plan, packing and run of an LSTM of codes.
template <class T>
struct simd_lstm_kind {
  using entry = ops::unidirectional_sequence_lstm<T>;
  using kernels = simd_product_kernels;
  using plan = lstm_plan;

  static bool fits(const prepare_context& c, const auto& d) {
    return d.sizes.cells > 0 && d.sizes.inputs > 0 && !ops::needs_wide_sums(c);
  }
  static plan make(const kernels& k, const auto& d, const prepare_context& c, contract rounding) {
    plan p = lstm_plan::make(d.sizes, k.form, simd_contract_of<T>(rounding), false);
    p.small_sums =
        sizeof(T) == 2 || ops::accumulator_bound(c.model(), c.op()) < simd_accumulator_limit;
    return p;
  }
  static void prepare(const plan& p, const auto& d, const run_context& c,
                      std::span<std::uint8_t> packed) {
    entry::template with_args<usual>(d, c,
                                     [&](const auto& args) { prepare_lstm(p, args, packed); });
  }
  template <class Backend>
  static void run(const kernels& k, const plan& p, const auto& d, const run_context& c,
                  std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch) {
    entry::template with_args<usual>(d, c, [&](const auto& args) {
      const auto& functions = kernels_of<simd_code_cell_kernels, T>(k.target);
      run_lstm<Backend>(k, functions, p, args, packed, scratch, c.pieces());
    });
  }

 private:
  static constexpr ops::accumulation usual =
      sizeof(T) == 1 ? ops::accumulation::in_32 : ops::accumulation::in_16x8;
};

/// The same of real activations.
struct simd_hybrid_lstm_kind {
  using entry = ops::hybrid_unidirectional_sequence_lstm;
  using kernels = simd_hybrid_kernels;
  using plan = lstm_plan;

  static bool fits(const prepare_context&, const entry::data& d) {
    return d.sizes.cells > 0 && d.sizes.inputs > 0 && d.wide == 0;
  }
  static plan make(const kernels& k, const entry::data& d, const prepare_context&, contract) {
    return lstm_plan::make(d.sizes, k.form, simd_contract::double_rounding, true);
  }
  static void prepare(const plan& p, const entry::data& d, const run_context& c,
                      std::span<std::uint8_t> packed) {
    prepare_hybrid_lstm(p, entry::args(d, c), packed);
  }
  template <class>
  static void run(const kernels& k, const plan& p, const entry::data& d, const run_context& c,
                  std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch) {
    run_hybrid_lstm(k, kernels_of<simd_real_cell_kernels, std::int8_t>(k.target), p,
                    entry::args(d, c), packed, scratch, c.pieces());
  }
};

/// Plan, packing and run of an SVDF with a state of type State; a real one is hybrid.
template <class State>
struct simd_svdf_kind {
  static constexpr bool real = std::is_same_v<State, float>;
  using entry = ops::svdf<State>;
  using kernels = std::conditional_t<real, simd_hybrid_kernels, simd_product_kernels>;
  using plan = svdf_plan;

  static bool fits(const prepare_context&, const auto& d) {
    if constexpr (real) {
      if (d.wide != 0) return false;
    }
    const std::int32_t filters = d.sizes.filters();
    return filters > 0 && filters <= most_simd_channels && d.sizes.inputs > 0;
  }
  static plan make(const kernels& k, const auto& d, const prepare_context&, contract) {
    std::int32_t zero_point = 0;
    if constexpr (!real) zero_point = d.state_zero_point;
    return svdf_plan::make<State>(d.sizes, k, functions(k), zero_point);
  }
  static void prepare(const plan& p, const auto& d, const run_context& c,
                      std::span<std::uint8_t> packed) {
    prepare_svdf(p, entry::args(d, c), packed);
  }
  template <class Backend>
  static void run(const kernels& k, const plan& p, const auto& d, const run_context& c,
                  std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch) {
    if constexpr (real) {
      run_hybrid_svdf(k, functions(k), p, entry::args(d, c), packed, scratch, c.pieces());
    } else {
      run_svdf<Backend>(k, functions(k), p, entry::args(d, c), packed, scratch, c.pieces());
    }
  }

 private:
  static const simd_time_kernels& functions(const kernels& k) {
    return kernels_of<simd_time_kernels, std::int8_t>(k.target);
  }
};

/// An entry that remembers, run over packed weights where its sums fit, else as it is.
template <class Kind, contract Contract>
struct simd_recurrent_entry : Kind::entry {
  using base = typename Kind::entry;

  using data = simd_packed_data<base, typename Kind::plan>;

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    result<data> d = data::of(c);
    if (!d) return d;
    const simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.packed_target();
    if (!target || !Kind::fits(c, d->plain)) return d;
    d->target = static_cast<std::uint32_t>(*target);
    const auto plan =
        Kind::make(kernels_for<typename Kind::kernels, base>(d->target), d->plain, c, Contract);
    if (plan.scratch_bytes() > most_simd_scratch) return d;
    d->pack(c, plan, plan.scratch_bytes(choice.threads()), [&](std::span<std::uint8_t> memory) {
      Kind::prepare(plan, d->plain, c.prepared(), memory);
      return true;
    });
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (!d.is_packed()) return base::template run<Backend>(d.plain, c);
    Kind::template run<Backend>(kernels_for<typename Kind::kernels, base>(d.target), d.plan,
                                d.plain, c, d.weights(c), d.scratch(c));
  }
};

}  // namespace octet::detail
