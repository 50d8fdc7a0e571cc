// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Models on the SIMD backend, for those who ask for it: load<simd_backend>(ops, file, arena). As
// with kernels/backend/simd.hpp, whole machines only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "octet/kernels/backend/scalar.hpp"
#include "octet/model/context.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/ops/abs.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/batch_matmul.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/leaky_relu.hpp"
#include "octet/model/ops/logistic.hpp"
#include "octet/model/ops/lookup.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/maximum.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/model/ops/mul.hpp"
#include "octet/model/ops/prelu.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/reduce.hpp"
#include "octet/model/ops/rescale.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/ops/squared_difference.hpp"
#include "octet/model/ops/sub.hpp"
#include "octet/model/ops/sum.hpp"
#include "octet/model/ops/svdf.hpp"
#include "octet/model/ops/tanh.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"
#include "octet/model/plan.hpp"
#include "octet/model/simd/blockwise.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/hybrid.hpp"
#include "octet/model/simd/lookup.hpp"
#include "octet/model/simd/options.hpp"
#include "octet/model/simd/recurrent.hpp"
#include "octet/model/simd/softmax.hpp"
#include "octet/model/simd/transpose_conv.hpp"
#include "octet/model/simd/unweighted.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet {

/// A backend that returns the codes of basic_scalar<Contract>. It packs weights at load, so the
/// arena is larger than the scalar backend's; operators that it has no kernels for are scalar.
template <contract Contract>
struct basic_simd : basic_scalar<Contract> {
  static_assert(Contract == contract::double_rounding || Contract == contract::single_rounding,
                "the SIMD kernels have contracts A and B");
};

using simd_backend = basic_simd<contract::double_rounding>;

namespace detail {

template <class Backend>
inline constexpr bool is_simd = false;
template <contract C>
inline constexpr bool is_simd<basic_simd<C>> = true;

/// Codes for which the SIMD backend has kernels.
template <class T>
concept SimdCode = std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::int16_t>;

/// Weights that it packs as int8.
template <class T>
concept SimdWeight = std::is_same_v<T, std::int8_t> || std::is_same_v<T, int4>;

template <class From, class To, activation A>
requires SimdCode<From> &&(SimdCode<To> || std::is_same_v<To, std::int32_t>)&&(
    sizeof(From) + sizeof(To) > 2) void rescale_codes(const ops::rescale<From, To, A>&);

/// Entries that bring codes to other ones by one factor, of more than 8 bits on one side.
template <class Entry>
concept Rescale = requires(const Entry& e) {
  rescale_codes(e);
};

template <builtin Code>
void interpolate_codes(const ops::lookup_entry<Code, std::int16_t>&);

/// Entries whose function is lines between the entries of a table.
template <class Entry>
concept Interpolation = requires(const Entry& e) {
  interpolate_codes(e);
};

/// The entry with which the SIMD backend replaces Entry.
template <class Entry, contract Contract>
struct on_simd {
  using type = Entry;
};
template <SimdCode T, SimdWeight W, contract C>
struct on_simd<ops::conv_2d<T, W>, C> {
  using type = simd_weighted_entry<ops::conv_2d<T, W>, simd_product_kind, C>;
};
template <SimdCode T, SimdWeight W, contract C>
struct on_simd<ops::fully_connected<T, W>, C> {
  using type = simd_weighted_entry<ops::fully_connected<T, W>, simd_product_kind, C>;
};
template <SimdCode T, SimdWeight W, contract C>
struct on_simd<ops::depthwise_conv_2d<T, W>, C> {
  using type = simd_weighted_entry<ops::depthwise_conv_2d<T, W>, simd_depthwise_kind, C>;
};
template <SimdWeight W, contract C>
struct on_simd<ops::conv_2d<float, W>, C> {
  using type = simd_hybrid_entry<ops::conv_2d<float, W>, hybrid_product_kind>;
};
template <SimdWeight W, contract C>
struct on_simd<ops::depthwise_conv_2d<float, W>, C> {
  using type = simd_hybrid_entry<ops::depthwise_conv_2d<float, W>, hybrid_depthwise_kind>;
};
template <SimdWeight W, contract C>
struct on_simd<ops::fully_connected<float, W>, C> {
  using type = simd_hybrid_entry<ops::fully_connected<float, W>, hybrid_product_kind>;
};
template <contract C>
struct on_simd<ops::fully_connected<float, blockwise<int4>>, C> {
  using type = simd_blockwise_entry;
};
template <contract C>
struct on_simd<ops::batch_matmul<float>, C> {
  using type = simd_hybrid_entry<ops::batch_matmul<float>, hybrid_product_kind>;
};
template <SimdCode T, contract C>
struct on_simd<ops::transpose_conv<T, std::int8_t>, C> {
  using type = simd_transpose_conv_entry<ops::transpose_conv<T>, C>;
};
template <contract C>
struct on_simd<ops::transpose_conv<float>, C> {
  using type = simd_transpose_conv_entry<ops::transpose_conv<float>, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::unidirectional_sequence_lstm<T>, C> {
  using type = simd_recurrent_entry<simd_lstm_kind<T>, C>;
};
template <contract C>
struct on_simd<ops::hybrid_unidirectional_sequence_lstm, C> {
  using type = simd_recurrent_entry<simd_hybrid_lstm_kind, C>;
};
template <class State, contract C>
struct on_simd<ops::svdf<State>, C> {
  using type = simd_recurrent_entry<simd_svdf_kind<State>, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::add<T>, C> {
  using type = simd_unweighted_entry<ops::add<T>, simd_add_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::sub<T>, C> {
  using type = simd_unweighted_entry<ops::sub<T>, simd_sub_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::mul<T>, C> {
  using type = simd_unweighted_entry<ops::mul<T>, simd_mul_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::squared_difference<T>, C> {
  using type = simd_unweighted_entry<ops::squared_difference<T>, simd_squared_difference_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::maximum<T>, C> {
  using type = simd_unweighted_entry<ops::maximum<T>, simd_maximum_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::minimum<T>, C> {
  using type = simd_unweighted_entry<ops::minimum<T>, simd_minimum_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::prelu<T>, C> {
  using type = simd_unweighted_entry<ops::prelu<T>, simd_prelu_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::average_pool_2d<T>, C> {
  using type = simd_unweighted_entry<ops::average_pool_2d<T>, simd_average_pool_2d_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::max_pool_2d<T>, C> {
  using type = simd_unweighted_entry<ops::max_pool_2d<T>, simd_max_pool_2d_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::mean<T>, C> {
  using type = simd_unweighted_entry<ops::mean<T>, simd_sum_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::sum<T>, C> {
  using type = simd_unweighted_entry<ops::sum<T>, simd_sum_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::reduce_max<T>, C> {
  using type = simd_unweighted_entry<ops::reduce_max<T>, simd_reduce_max_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::quantize<float, T>, C> {
  using type = simd_unweighted_entry<ops::quantize<float, T>, simd_quantize_kind, C>;
};
template <SimdCode T, contract C>
struct on_simd<ops::dequantize<T>, C> {
  using type = simd_unweighted_entry<ops::dequantize<T>, simd_dequantize_kind, C>;
};
template <Rescale Entry, contract C>
struct on_simd<Entry, C> {
  using type = simd_unweighted_entry<Entry, simd_rescale_kind, C>;
};
template <Interpolation Entry, contract C>
struct on_simd<Entry, C> {
  using type = simd_unweighted_entry<Entry, simd_interpolation_kind, C>;
};
template <contract C>
struct on_simd<ops::abs<std::int16_t>, C> {
  using type = simd_unweighted_entry<ops::abs<std::int16_t>, simd_abs_kind, C>;
};
template <contract C>
struct on_simd<ops::leaky_relu<std::int16_t>, C> {
  using type = simd_unweighted_entry<ops::leaky_relu<std::int16_t>, simd_leaky_relu_kind, C>;
};
template <contract C>
struct on_simd<ops::logistic<std::int16_t>, C> {
  using type = simd_unweighted_entry<ops::logistic<std::int16_t>, simd_logistic_kind, C>;
};
template <contract C>
struct on_simd<ops::tanh<std::int16_t>, C> {
  using type = simd_unweighted_entry<ops::tanh<std::int16_t>, simd_tanh_kind, C>;
};
template <contract C>
struct on_simd<ops::softmax<std::int16_t>, C> {
  using type = simd_unweighted_entry<ops::softmax<std::int16_t>, simd_softmax_int16_kind, C>;
};
template <CodeMap Entry, contract C>
struct on_simd<Entry, C> {
  using type = simd_lookup_entry<Entry, basic_scalar<C>>;
};
template <class Out, contract C>
struct on_simd<ops::softmax<std::int8_t, Out>, C> {
  using type = simd_softmax_entry<ops::softmax<std::int8_t, Out>, basic_scalar<C>>;
};

}  // namespace detail

template <contract Contract>
struct backend_entries<basic_simd<Contract>> {
  using words = basic_scalar<Contract>;
  template <class Entry>
  using entry = typename detail::on_simd<Entry, Contract>::type;
};

/// A backend that takes simd_options.
template <class B>
concept SimdBackend = detail::is_simd<B>;

namespace detail {

/// For plan_in_arena: all nodes as the options say.
template <SimdBackend Backend>
struct simd_encoder {
  factor_encoder encoder = encoder_of<Backend::rounding_contract>;

  constexpr explicit simd_encoder(const simd_options& o) {
    encoder.backend_choice = simd_choice(o).bits();
  }
  const factor_encoder& operator()(std::int32_t) const { return encoder; }
};

}  // namespace detail

/// What a model needs with the SIMD backend: arena_size<simd_backend>(ops, model).
///
/// range    tensors and nodes together: at most Capacity
/// memory   differs by target: ask on the machine that loads, with the same options and the same
///          OCTET_TARGET, or name options.target
/// errors   as arena_size of the scalar backend
template <SimdBackend Backend, std::size_t Capacity = 2048, class Ops>
result<arena_need> arena_size(Ops, const graph& model, const simd_options& options = {}) {
  const detail::simd_encoder<Backend> encoder(options);
  return measure_arena<Capacity, entries_on<Ops, Backend>>(
      model, [&](std::int32_t n) -> const factor_encoder& { return encoder(n); });
}

/// The same from the bytes of a .tflite file.
template <SimdBackend Backend, std::size_t Capacity = 2048, class Ops>
result<arena_need> arena_size(Ops ops, flatbuffer::bytes file, const simd_options& options = {}) {
  const result<graph> model = graph::open(file);
  if (!model) return model.error();
  return arena_size<Backend, Capacity>(ops, *model, options);
}

/// load with options: load<simd_backend>(ops, file, memory, {.target = simd_target::avx2}).
template <SimdBackend Backend, class Ops>
result<interpreter<Ops, Backend>> load(Ops, flatbuffer::bytes file, std::span<std::uint8_t> memory,
                                       const simd_options& options) {
  const detail::simd_encoder<Backend> encoder(options);
  return interpreter<Ops, Backend>::load(
      file, memory, [&](std::int32_t n) -> const factor_encoder& { return encoder(n); });
}

}  // namespace octet
