// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What an operator sees: prepare_context while a model is loaded, run_context while it runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "octet/core/arena.hpp"
#include "octet/core/elements.hpp"
#include "octet/core/result.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/in_place.hpp"
#include "octet/kernels/piece_executor.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/planner.hpp"

namespace octet {

/// Data that an operator computes once, at load, and reads at every run. Its place is known by
/// offset, so that prepared data holds no pointer and can be a constant of the program.
template <class T>
struct prepared_array {
  std::uint32_t offset = 0;
  elements<T> values{};  ///< absent while the need is only being measured

  constexpr void store(std::size_t i, const T& value) const {
    if (values) values.store(i, value);
  }
};

/// Where a tensor's (or an operator's scratch) bytes lie: all that is left of a slot to run a
/// model.
class place {
 public:
  constexpr place() = default;
  /// position: less than 2^31, as graph::open sees to
  static constexpr place in_file(std::size_t position) {
    return place{~static_cast<std::int32_t>(position)};
  }
  /// offset: a multiple of arena_alignment
  static constexpr place in_arena(std::uint32_t offset) {
    return place{static_cast<std::int32_t>(offset / arena_alignment)};
  }

  constexpr bool is_in_file() const { return code_ < 0; }
  constexpr std::uint32_t position() const { return static_cast<std::uint32_t>(~code_); }
  /// Otherwise: in the arena, behind the prepared data.
  constexpr std::uint32_t offset() const {
    return static_cast<std::uint32_t>(code_) * std::uint32_t{arena_alignment};
  }

 private:
  constexpr explicit place(std::int32_t code) : code_(code) {}

  std::int32_t code_ = 0;
};

/// What is planned of each tensor, then of each node's scratch: slots while a model is loaded, and
/// places, of constants from the beginning on and of the others in the end.
class slot_table {
 public:
  constexpr slot_table() = default;
  constexpr slot_table(elements<slot> slots, elements<place> places, std::int32_t tensors,
                       std::int32_t nodes)
      : slots_(slots), places_(places), tensors_(tensors), nodes_(nodes) {}

  constexpr std::size_t size() const {
    return static_cast<std::size_t>(tensors_) + static_cast<std::size_t>(nodes_);
  }
  constexpr std::size_t scratch_of(std::int32_t node) const {
    return static_cast<std::size_t>(tensors_ + node);
  }
  constexpr slot operator[](std::size_t i) const { return slots_[i]; }
  constexpr void store(std::size_t i, const slot& s) const { slots_.store(i, s); }
  constexpr void change(std::size_t i, auto change) const { slots_.change(i, change); }
  constexpr elements<slot> all() const { return slots_; }
  constexpr elements<place> places() const { return places_; }

 private:
  elements<slot> slots_{};
  elements<place> places_{};
  std::int32_t tensors_ = 0;
  std::int32_t nodes_ = 0;
};

/// How load keeps factors for a contract. A pointer, so that only the contract of the backend that
/// runs the model is linked.
struct factor_encoder {
  contract rounding_contract;
  std::optional<multiplier> (*encode)(const decomposed&);
  std::uint32_t backend_choice = 0;  ///< for entries that a backend brings; 0: nothing was chosen
};

template <contract C>
inline constexpr factor_encoder encoder_of{C, &encode<C>};

/// Why a node cannot be prepared, and which of its tensors that is about. Every check returns one,
/// so it fits a register; which node it was, op_list::prepare adds.
struct refusal {
  errc code = errc::ok;
  std::uint16_t about = no_index;  ///< the tensor; there are less than 2^16, see too_many_tensors

  static constexpr std::uint16_t no_index = 0xFFFF;

  /// True where something is wrong: `if (refusal r = check(...)) return r;`
  constexpr explicit operator bool() const { return code != errc::ok; }
  constexpr std::int32_t tensor() const { return about == no_index ? no_tensor : about; }
  constexpr operator octet::error() const { return {.code = code, .tensor = tensor()}; }
};

/// What an operator prepares, or why it does not.
template <class T>
using outcome = result<T, refusal>;

class run_context;

/// One node, at load: its tensors, its contract, and the memory it asks for.
class prepare_context {
 public:
  constexpr prepare_context(const graph& model, const node& op, arena& memory, slot_table slots,
                            const factor_encoder& encoder)
      : model_(model), op_(op), memory_(memory), slots_(slots), encoder_(encoder) {}

  constexpr const graph& model() const { return model_; }
  constexpr const node& op() const { return op_; }
  constexpr std::size_t input_count() const { return op_.inputs.size(); }
  constexpr std::size_t output_count() const { return op_.outputs.size(); }
  constexpr bool has_input(std::size_t i) const { return op_.input(i) != no_tensor; }
  /// A tensor of the node; index no_tensor where it is absent.
  constexpr tensor_info input(std::size_t i) const { return model_.tensor(op_.input(i)); }
  constexpr tensor_info output(std::size_t i) const { return model_.tensor(op_.output(i)); }

  /// The values of a constant tensor.
  template <class T>
  constexpr elements<const T> constant(const tensor_info& t) const {
    return elements<const T>::in_bytes(model_.file().data() + t.data.position());
  }

  /// Memory for n values that stay from load to the last run.
  template <class T>
  constexpr prepared_array<T> prepare_array(std::size_t n) {
    const prepared_array<std::uint8_t> bytes = reserve(std::uint64_t{n} * sizeof(T));
    prepared_array<T> array{.offset = bytes.offset};
    if (bytes.values) array.values = elements<T>::in_bytes(bytes.values.data());
    return array;
  }

  /// Memory for this node alone, while it runs.
  constexpr void scratch(std::size_t bytes) {
    slots_.change(slots_.scratch_of(op_.index), [&](slot& s) {
      s.bytes = static_cast<std::uint32_t>(bytes);
      s.where = slot::in_arena;
    });
  }

  /// The kernel may write output `o` over input `i`: element by element it reads before it writes.
  /// Taken up where the input is not needed any more and is as large.
  constexpr void may_overwrite(std::size_t i, std::size_t o = 0) {
    if (!has_input(i)) return;
    const auto in = static_cast<std::size_t>(op_.input(i));
    const auto out = static_cast<std::size_t>(op_.output(o));
    const slot from = slots_[in];
    const slot to = slots_[out];
    if (from.where != slot::in_arena || to.owner != out || from.bytes != to.bytes) return;
    if (from.last != op_.index || to.first != op_.index) return;
    const std::size_t root = from.root(in);
    slots_.change(out, [&](slot& s) { s.owner = static_cast<std::uint16_t>(root); });
    slots_.change(root, [&](slot& s) { s.last = to.last; });
  }

  /// The kernel may write output 0 partly over input 0, at this distance from it. Taken up where
  /// the input is not needed any more, if the planner finds that it saves memory.
  constexpr void may_overlap(const in_place_distance& d) {
    const auto in = static_cast<std::size_t>(op_.input(0));
    const auto out = static_cast<std::size_t>(op_.output(0));
    const slot from = slots_[in];
    if (from.where != slot::in_arena || from.last != op_.index) return;
    const std::uint64_t ahead = align_up(d.ahead, arena_alignment) / arena_alignment;
    const std::uint64_t behind = align_up(d.behind, arena_alignment) / arena_alignment;
    constexpr std::uint64_t most = std::numeric_limits<std::uint16_t>::max();
    if (ahead == 0 || ahead > most || behind == 0 || behind > most) return;
    slots_.change(out, [&](slot& to) {
      to.owner = static_cast<std::uint16_t>(from.root(in));
      to.ahead = static_cast<std::uint16_t>(ahead);
      to.behind = static_cast<std::uint16_t>(behind);
    });
  }

  /// Takes may_overlap back, for a backend whose kernel walks in an order of its own.
  constexpr void must_not_overlap() {
    const auto out = static_cast<std::size_t>(op_.output(0));
    slots_.change(out, [&](slot& to) {
      if (to.behind == 0) return;
      to.owner = static_cast<std::uint16_t>(out);
      to.ahead = to.behind = 0;
    });
  }

  constexpr contract rounding_contract() const { return encoder_.rounding_contract; }
  constexpr std::uint32_t backend_choice() const { return encoder_.backend_choice; }

  /// Constants and all that was prepared so far, as a run will see them; computed tensors have no
  /// place yet.
  constexpr run_context prepared() const;

  /// A factor that the scales of tensors make, as the contract keeps it. If it cannot, load refuses
  /// the node once it has prepared, and names `tensor`: the output unless told otherwise.
  constexpr multiplier encode(const decomposed& factor, std::int32_t tensor) {
    const std::optional<multiplier> encoded = encoder_.encode(factor);
    if (!encoded) refused_ = fail(errc::not_a_power_of_two, tensor);
    return encoded.value_or(multiplier{});
  }
  constexpr multiplier encode(double factor, std::int32_t tensor) {
    return encode(decompose(factor), tensor);
  }
  constexpr multiplier encode(const decomposed& factor) { return encode(factor, op_.output(0)); }
  constexpr multiplier encode(double factor) { return encode(decompose(factor)); }

  /// About the last factor that the contract could not keep.
  constexpr const refusal& refused() const { return refused_; }

  /// An error about this node.
  static constexpr refusal fail(errc code, std::int32_t tensor = no_tensor) {
    return {.code = code, .about = static_cast<std::uint16_t>(tensor)};
  }
  [[gnu::noinline]] constexpr octet::error error_of(const refusal& r) const {
    return {.code = r.code,
            .op_code = static_cast<std::int16_t>(op_.code),
            .op_index = op_.index,
            .tensor = r.tensor()};
  }

 private:
  [[gnu::noinline]] constexpr prepared_array<std::uint8_t> reserve(std::uint64_t bytes) {
    prepared_array<std::uint8_t> block{.offset =
                                           static_cast<std::uint32_t>(memory_.allocate(bytes))};
    if (memory_.fits()) block.values = memory_.memory().data() + block.offset;
    return block;
  }

  const graph& model_;
  const node& op_;
  arena& memory_;
  slot_table slots_;
  const factor_encoder& encoder_;
  refusal refused_{};
};

/// Any node, at run time: where its tensors and its memory are.
class run_context {
 public:
  constexpr run_context() = default;
  /// prepared: what load left, from its byte `prepared_first` on; activations: the memory of
  /// tensors and scratch; places: first those of `tensors` tensors, then one a node.
  constexpr run_context(const std::uint8_t* file, const std::uint8_t* prepared,
                        std::uint8_t* activations, elements<const place> places,
                        std::int32_t tensors, std::uint32_t prepared_first = 0)
      : file_(file),
        prepared_(prepared),
        activations_(activations),
        places_(places),
        tensors_(tensors),
        prepared_first_(prepared_first) {}

  /// The values of a tensor to read, constant or computed.
  template <class T>
  constexpr elements<const T> read(std::int32_t tensor) const {
    if (tensor == no_tensor) return {};
    const place p = places_[static_cast<std::size_t>(tensor)];
    return elements<const T>::in_bytes(p.is_in_file() ? file_ + p.position()
                                                      : activations_ + p.offset());
  }

  /// The values of a tensor to write.
  template <class T>
  constexpr elements<T> write(std::int32_t tensor) const {
    return elements<T>::in_bytes(activations_ + places_[static_cast<std::size_t>(tensor)].offset());
  }

  /// The order in which a kernel that may_overlap has to write its output: any where it lies
  /// elsewhere.
  constexpr walk order(std::int32_t input, std::int32_t output) const {
    const place from = places_[static_cast<std::size_t>(input)];
    const place to = places_[static_cast<std::size_t>(output)];
    return to.offset() > from.offset() ? walk::backward : walk::forward;
  }

  /// What prepare left of a node; not while the need is only being measured.
  template <class Data>
  constexpr elements<const Data> data(std::uint32_t offset) const {
    return elements<const Data>::in_bytes(prepared_ + (offset - prepared_first_));
  }

  /// What prepare_array reserved; absent while the need is only being measured.
  template <class T>
  constexpr elements<const T> prepared(std::uint32_t offset) const {
    return prepared_ == nullptr ? elements<const T>{} : data<T>(offset);
  }

  /// Who runs the pieces of kernels that can be cut.
  constexpr void use(const piece_executor& e) { executor_ = &e; }
  constexpr const piece_executor& pieces() const { return executor_ ? *executor_ : serial; }

  /// What scratch() of prepare_context reserved for a node.
  template <class T>
  constexpr elements<T> scratch(std::int32_t node) const {
    return elements<T>::in_bytes(activations_ +
                                 places_[static_cast<std::size_t>(tensors_ + node)].offset());
  }

 private:
  const std::uint8_t* file_ = nullptr;
  const std::uint8_t* prepared_ = nullptr;
  std::uint8_t* activations_ = nullptr;
  elements<const place> places_{};
  std::int32_t tensors_ = 0;
  std::uint32_t prepared_first_ = 0;
  const piece_executor* executor_ = nullptr;
};

constexpr run_context prepare_context::prepared() const {
  return {model_.file().data(), memory_.fits() ? memory_.memory().data() : nullptr, nullptr,
          slots_.places(), model_.tensor_count()};
}

}  // namespace octet
