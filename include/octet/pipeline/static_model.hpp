// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// static_model: a .tflite model that the compiler reads, checks and plans, so that only kernels,
// weights and constants reach the device.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include "octet/core/arena.hpp"
#include "octet/kernels/backend/backend.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/model/constants.hpp"
#include "octet/model/context.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/macc.hpp"
#include "octet/model/ops/all.hpp"
#include "octet/model/plan.hpp"

namespace octet {

namespace detail {

/// Does not compile for an error: the compiler prints the template arguments, which say why the
/// model was refused, and by which operator and tensor (their numbers in the model; -1 for none).
template <errc Why, std::int32_t Operator, std::int32_t Tensor>
constexpr bool model_loads() {
  static_assert(Why == errc::ok, "octet cannot run this model: see Why, Operator, Tensor");
  return true;
}

template <std::size_t I, class Ops>
struct entry_at;
template <std::size_t I, class... Entries>
struct entry_at<I, op_list<Entries...>> : std::tuple_element<I, std::tuple<Entries...>> {};

}  // namespace detail

/// A model whose bytes are a constant: reader, planner and preparation run in the compiler, and
/// only kernels that its operators use are linked.
///
/// Bytes    a constexpr array of std::uint8_t with static storage: the file, which is not linked
/// Ops      the operators that may occur; a short list compiles faster
/// memory   basic_static_model::memory, the caller's; multipliers and tables are constants
/// errors   a model that octet::load would refuse does not compile, and the compiler's message
///          says why. run() returns what the interpreter's does
/// exact    the interpreter's codes
template <const auto& Bytes, class Ops = std::remove_const_t<decltype(ops::all)>,
          KernelBackend Backend = scalar>
class basic_static_model {
  static constexpr flatbuffer::bytes file_{Bytes};
  static constexpr result<graph> opened_ = graph::open(file_);
  static_assert(detail::model_loads<opened_.error().code, opened_.error().op_index,
                                    opened_.error().tensor>());
  static constexpr graph graph_ = *opened_;
  static constexpr std::size_t slot_count_ = detail::slot_count(graph_);
  static constexpr result<arena_need> measured_ = arena_size<slot_count_>(Ops{}, graph_);
  static_assert(detail::model_loads<measured_.error().code, measured_.error().op_index,
                                    measured_.error().tensor>());
  static constexpr arena_need need_ = *measured_;

  /// What load leaves in an arena, in front of the activations.
  struct planned {
    std::array<std::uint8_t, need_.prepared> prepared{};
    std::array<op_record, static_cast<std::size_t>(graph_.node_count())> records{};
    std::array<place, slot_count_> places{};
  };
  static constexpr planned plan_ = [] {
    std::array<std::uint8_t, need_.total()> memory{};
    const plan p = *plan_in_arena<Ops>(graph_, memory, same_encoder<Backend::rounding_contract>);
    planned result;
    std::copy_n(memory.begin(), result.prepared.size(), result.prepared.begin());
    for (std::size_t i = 0; i < result.records.size(); ++i) result.records[i] = p.records[i];
    for (std::size_t i = 0; i < result.places.size(); ++i) result.places[i] = p.places[i];
    lay_out_constants(graph_, [&](const tensor_info& t, std::size_t position) {
      result.places[static_cast<std::size_t>(t.index)] = place::in_file(position);
    });
    return result;
  }();
  // Apart from plan_, so that the rest of it need not be linked.
  static constexpr auto places_ = plan_.places;
  // What nodes prepared, which lies behind the tables of load.
  static constexpr std::size_t tables_ =
      align_up(plan_.records.size() * sizeof(op_record), arena_alignment) +
      align_up(slot_count_ * sizeof(slot), arena_alignment) +
      align_up(slot_count_ * sizeof(place), arena_alignment);
  alignas(arena_alignment) static constexpr auto prepared_ = [] {
    std::array<std::uint8_t, need_.prepared - tables_> bytes{};
    std::copy_n(plan_.prepared.begin() + tables_, bytes.size(), bytes.begin());
    return bytes;
  }();
  // Of the file only this is linked.
  alignas(16) static constexpr auto constants_ = [] {
    std::array<std::uint8_t, lay_out_constants(graph_, [](const tensor_info&, std::size_t) {})>
        bytes{};
    copy_constants(graph_, bytes);
    return bytes;
  }();

  template <std::size_t I>
  using entry_of = typename detail::entry_at<plan_.records[I].entry, Ops>::type;

 public:
  /// Bytes of the caller's memory: tensors and scratch.
  static constexpr std::size_t arena_bytes = need_.activations;

  /// Multiply-accumulates of a run.
  static constexpr std::uint64_t macc = macc_of(graph_);

  /// That memory. Where the model keeps state, reset comes before the first run.
  struct memory {
    alignas(arena_alignment) std::array<std::uint8_t, arena_bytes> bytes;
  };

  /// Weights and the like: what is linked of the file, see lay_out_constants.
  static constexpr std::span<const std::uint8_t> constants() { return constants_; }

  /// The tables of the file: tensors, operators, shapes, quantization.
  static constexpr const graph& model() { return graph_; }

  /// Elements of input I; T must be their type.
  template <class T, std::size_t I = 0>
  static std::span<T, graph_.tensor(graph_.inputs()[I]).shape.count()> input(memory& m) {
    return elements_of<T, graph_.inputs()[I]>(m);
  }

  /// Elements of output I; T must be their type. Valid until the next run.
  template <class T, std::size_t I = 0>
  static std::span<const T, graph_.tensor(graph_.outputs()[I]).shape.count()> output(
      const memory& m) {
    return elements_of<const T, graph_.outputs()[I]>(m);
  }

  /// The same as bytes, whatever their type.
  template <std::size_t I = 0>
  static std::span<std::uint8_t> input_bytes(memory& m) {
    return bytes_of<graph_.inputs()[I]>(m);
  }
  template <std::size_t I = 0>
  static std::span<const std::uint8_t> output_bytes(const memory& m) {
    return bytes_of<graph_.outputs()[I]>(m);
  }

  /// Runs every operator once. Inputs may be overwritten: set them before every run.
  static errc run(memory& m) {
    const run_context context{constants_.data(),     prepared_.data(),
                              m.bytes.data(),        places_.data(),
                              graph_.tensor_count(), static_cast<std::uint32_t>(tables_)};
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      errc e = errc::ok;
      (void)(((e = run_node<I>(context)) == errc::ok) && ...);
      return e;
    }
    (std::make_index_sequence<plan_.records.size()>{});
  }

  /// Any other arena does not compile: it could be too small, or lie anywhere.
  template <class Arena>
  static errc run(Arena&) {
    static_assert(sizeof(Arena) == 0,
                  "run takes the model's own `memory`, which has its size and alignment");
    return errc::arena_too_small;
  }

  /// Brings variable tensors (the state of LSTM, SVDF ...) to zero.
  static void reset(memory& m) {
    [&]<std::int32_t... I>(std::integer_sequence<std::int32_t, I...>) { (reset_tensor<I>(m), ...); }
    (std::make_integer_sequence<std::int32_t, graph_.tensor_count()>{});
  }

 private:
  template <class T, std::int32_t Tensor, class Memory>
  static auto elements_of(Memory& m) {
    constexpr tensor_info t = graph_.tensor(Tensor);
    static_assert(t.type == type_of<std::remove_const_t<T>>, "the tensor has another type");
    return std::span<T, t.shape.count()>{reinterpret_cast<T*>(bytes_of<Tensor>(m).data()),
                                         t.shape.count()};
  }

  template <std::int32_t Tensor, class Memory>
  static auto bytes_of(Memory& m) {
    // Constants, or the program keeps what reading the model's tables starts from.
    constexpr std::size_t offset = places_[static_cast<std::size_t>(Tensor)].offset();
    constexpr std::size_t size = graph_.tensor(Tensor).bytes();
    return std::span{m.bytes}.subspan(offset, size);
  }

  template <std::int32_t Tensor>
  static void reset_tensor([[maybe_unused]] memory& m) {
    constexpr tensor_info t = graph_.tensor(Tensor);
    if constexpr (t.is_variable && !t.is_constant())
      std::ranges::fill(bytes_of<Tensor>(m), byte_of_zero(t));
  }

  template <std::size_t I>
  static errc run_node(const run_context& context) {
    using entry = entry_of<I>;
    using data = typename entry::data;
    constexpr std::size_t offset = plan_.records[I].data;
    const auto run = [&] {
      const data& d = *context.template data<data>(offset).data();
      if constexpr (requires(data any) { entry::choice(any); }) {
        constexpr auto choice =
            entry::choice(elements<const data>::in_bytes(plan_.prepared.data() + offset)[0]);
        return entry::template run<Backend, choice>(d, context);
      } else {
        return entry::template run<Backend>(d, context);
      }
    };
    if constexpr (std::is_void_v<decltype(run())>) {
      run();
      return errc::ok;
    } else {
      return run();
    }
  }
};

/// The model in Bytes: `constexpr auto digits = octet::static_model<bytes>;`
template <const auto& Bytes, class Ops = std::remove_const_t<decltype(ops::all)>,
          KernelBackend Backend = scalar>
inline constexpr basic_static_model<Bytes, Ops, Backend> static_model{};

}  // namespace octet
