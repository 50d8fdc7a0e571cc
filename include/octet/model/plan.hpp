// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Load-time work: which kernel runs a node, what it prepares, and where every tensor lies.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "octet/core/arena.hpp"
#include "octet/core/result.hpp"
#include "octet/model/context.hpp"
#include "octet/model/entry_signature.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/planner.hpp"

namespace octet {

/// Which entry of the operator list runs a node, and where in the arena its prepared data is.
struct op_record {
  std::uint32_t entry = 0;
  std::uint32_t data = 0;
};

/// Bytes that a model needs in the arena.
struct arena_need {
  std::uint64_t prepared = 0;     ///< tables, multipliers and options, from load to the last run
  std::uint64_t activations = 0;  ///< tensors and scratch, packed by lifetime
  std::uint64_t lower_bound = 0;  ///< no packing of the activations takes less
  std::uint64_t activations_without_inputs =
      0;  ///< were inputs kept elsewhere; from arena_size only

  constexpr std::uint64_t total() const { return prepared + activations; }
};

/// The outcome of planning. Everything it points to lies in the arena.
struct plan {
  elements<const op_record> records{};
  elements<const place> places{};
  std::uint64_t prepared_bytes = 0;
  packing activations{};

  constexpr arena_need need() const {
    return {.prepared = prepared_bytes,
            .activations = activations.bytes,
            .lower_bound = activations.lower_bound};
  }
};

namespace detail {

/// One entry of an operator list, as load sees it: a table costs less code than one branch each.
struct prepare_entry {
  builtin code;
  entry_signature types;
  bool (*accepts)(const graph&, const node&);
  outcome<std::uint32_t> (*prepare)(prepare_context&);  ///< gives the place of the prepared data
};

constexpr const refusal& refusal_of(const refusal& r) { return r; }
constexpr refusal refusal_of(const error& e) { return prepare_context::fail(e.code, e.tensor); }

/// Of the data, not of the entry: some entries prepare the same.
template <class Data, class Error>
constexpr outcome<std::uint32_t> store_data(prepare_context& context,
                                            const result<Data, Error>& prepared) {
  if (!prepared) return refusal_of(prepared.error());
  const auto block = context.template prepare_array<Data>(1);
  block.store(0, *prepared);
  return block.offset;
}

template <class Entry>
[[gnu::cold]] constexpr outcome<std::uint32_t> prepare_data(prepare_context& context) {
  return store_data(context, Entry::prepare(context));
}

template <class... Entries>
inline constexpr std::array<prepare_entry, sizeof...(Entries)> prepare_table{prepare_entry{
    Entries::code, signature_of<Entries>(), &Entries::accepts, &prepare_data<Entries>}...};

template <class Entry, class Backend>
constexpr errc run_data(const typename Entry::data& data, const run_context& context) {
  if constexpr (std::is_void_v<decltype(Entry::template run<Backend>(data, context))>) {
    Entry::template run<Backend>(data, context);
    return errc::ok;
  } else {
    return Entry::template run<Backend>(data, context);
  }
}

template <class Entry, class Backend>
constexpr errc run_entry(const run_context& context, std::uint32_t offset) {
  const auto data = context.template data<typename Entry::data>(offset);
  // In place: only the compiler has to put them together first.
  if (std::is_constant_evaluated()) return run_data<Entry, Backend>(data[0], context);
  return run_data<Entry, Backend>(*data.data(), context);
}

}  // namespace detail

/// A static list of operators. An entry has
///   code                      the operator
///   accepts(graph, node)      whether it is for these tensor types; signature_of says what may
///                             stand beside it
///   data                      what it prepares: trivially copyable, no padding, no pointers
///   prepare(prepare_context&) -> outcome<data>, or result<data>
///   run<Backend>(data, run_context) -> void or errc
/// and, where data picks one of several kernels,
///   choice(data)              which; run<Backend, choice(data)> must do, so that no other is
///                             linked where data is a constant
template <class... Entries>
struct op_list {
  template <class Backend>
  static constexpr auto run_table() {
    return std::array<errc (*)(const run_context&, std::uint32_t), sizeof...(Entries)>{
        &detail::run_entry<Entries, Backend>...};
  }

  /// Finds the entry for a node and lets it prepare.
  [[gnu::cold]] static constexpr result<op_record> prepare(const graph& model,
                                                           prepare_context& context) {
    const node& op = context.op();
    errc missing = op.code == builtin::custom ? errc::custom_operator : errc::unknown_operator;
    std::int32_t blamed = op.input(0);
    for (std::size_t i = 0; i < sizeof...(Entries); ++i) {
      const detail::prepare_entry& entry = detail::prepare_table<Entries...>[i];
      if (entry.code != op.code) continue;
      const std::int32_t looked_at = op.input(entry.types.input_index);
      if (!entry.accepts(model, op)) {
        // Where the input is what an entry is for, it is another tensor that is not.
        if (model.tensor(looked_at).type == entry.types.input) {
          const bool by_output = entry.types.output != every_type;
          blamed = by_output ? op.output(0) : op.input(entry.types.weights_index);
        } else if (missing != errc::unsupported_type) {
          blamed = looked_at;
        }
        missing = errc::unsupported_type;
        continue;
      }
      const outcome<std::uint32_t> data = entry.prepare(context);
      if (!data) return context.error_of(data.error());
      if (context.refused()) return context.error_of(context.refused());
      return op_record{.entry = static_cast<std::uint32_t>(i), .data = *data};
    }
    return context.error_of(context.fail(missing, blamed));
  }
};

/// What a backend makes of a list of operators: by default every entry as it is, over the backend's
/// words. A backend that specializes this may run entries in ways of its own.
template <class Backend>
struct backend_entries {
  using words = Backend;
  template <class Entry>
  using entry = Entry;
};

namespace detail {

template <class Backend, class Ops>
struct entries_on {
  using type = Ops;
};
template <class Backend, class... Entries>
struct entries_on<Backend, op_list<Entries...>> {
  using type = op_list<typename backend_entries<Backend>::template entry<Entries>...>;
};

}  // namespace detail

/// The list with which a backend loads and runs the operators of Ops.
template <class Ops, class Backend>
using entries_on = typename detail::entries_on<Backend, Ops>::type;

/// For plan_in_arena: all nodes under one contract.
template <contract C>
constexpr const factor_encoder& same_encoder(std::int32_t) {
  return encoder_of<C>;
}

/// One list after the other; where both have an entry for a node, the left one runs it.
template <class... A, class... B>
constexpr op_list<A..., B...> operator+(op_list<A...>, op_list<B...>) {
  return {};
}

namespace detail {

/// First pass over the graph: sizes and lifetimes; refuses reads before writes and double writes.
[[gnu::cold]] constexpr error fill_slots(const graph& model, const slot_table& slots) {
  const auto last_node = static_cast<std::uint16_t>(model.node_count());
  const auto at = [](std::int32_t i) { return static_cast<std::size_t>(i); };
  const auto place_of = [&](std::int32_t i) { return slots[at(i)].where; };
  for (std::size_t i = 0; i < slots.size(); ++i) {
    slots.store(i, {.owner = static_cast<std::uint16_t>(i)});
    slots.places().store(i, {});  // none yet: an arena may hold anything
  }
  for (std::int32_t i = 0; i < model.tensor_count(); ++i) {
    const tensor_info t = model.tensor(i);
    if (t.is_constant()) slots.places().store(at(i), place::in_file(t.data.position()));
    slots.change(at(i), [&](slot& s) {
      s.bytes = static_cast<std::uint32_t>(t.bytes());
      if (t.is_constant()) {
        s.where = slot::in_file;
      } else if (t.is_variable) {
        s.where = slot::in_arena;
        s.last = last_node;
      }
    });
  }
  for (std::size_t i = 0; i < model.inputs().size(); ++i) {
    const std::int32_t input = model.inputs()[i];
    if (place_of(input) == slot::in_file) return {.code = errc::constant_output, .tensor = input};
    slots.change(at(input), [](slot& s) { s.where = slot::in_arena; });
  }
  for (std::int32_t n = 0; n < model.node_count(); ++n) {
    const node op = model.node(n);
    const auto number = static_cast<std::uint16_t>(n);
    const auto fail = [&](errc code, std::int32_t tensor) {
      return error{.code = code,
                   .op_code = static_cast<std::int16_t>(op.code),
                   .op_index = n,
                   .tensor = tensor};
    };
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      const std::int32_t input = op.inputs[i];
      if (input == no_tensor) continue;
      slots.change(at(input), [&](slot& s) {
        // A constant without elements has no data either: nobody computes it, and nobody reads a
        // byte of it.
        if (s.where == slot::nowhere && s.bytes == 0) s.where = slot::in_file;
        s.last = std::max(s.last, number);
      });
      if (place_of(input) == slot::nowhere) return fail(errc::not_computed, input);
    }
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
      const std::int32_t output = op.outputs[i];
      if (place_of(output) != slot::nowhere) return fail(errc::computed_twice, output);
      if (size_of(model.tensor(output).type) == 0) return fail(errc::unsupported_type, output);
      slots.change(at(output), [&](slot& s) {
        s.where = slot::in_arena;
        s.first = s.last = number;
      });
    }
    slots.change(slots.scratch_of(n), [&](slot& s) { s.first = s.last = number; });
  }
  for (std::size_t i = 0; i < model.outputs().size(); ++i) {
    const std::int32_t output = model.outputs()[i];
    if (place_of(output) == slot::nowhere) return {.code = errc::not_computed, .tensor = output};
    slots.change(at(output), [&](slot& s) { s.last = last_node; });
  }
  return {};
}

/// Second pass: every node prepares, then the activations are packed.
template <class Ops, class EncoderOf>
[[gnu::cold]] constexpr result<plan> prepare_and_pack(const graph& model, arena& memory,
                                                      const slot_table& slots,
                                                      prepared_array<op_record> records,
                                                      EncoderOf encoder) {
  if (error e = fill_slots(model, slots)) return e;
  for (std::int32_t n = 0; n < model.node_count(); ++n) {
    const node op = model.node(n);
    prepare_context context{model, op, memory, slots, encoder(n)};
    const result<op_record> record = Ops::prepare(model, context);
    if (!record) return record.error();
    records.store(static_cast<std::size_t>(n), *record);
  }
  plan p{.records = records.values, .places = slots.places()};
  p.activations = pack(slots.all(), slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const slot s = slots[i];
    if (s.where == slot::in_arena) slots.places().store(i, place::in_arena(s.offset));
  }
  p.prepared_bytes = memory.used();
  if (p.need().total() > std::numeric_limits<std::uint32_t>::max()) return errc::arena_too_large;
  return p;
}

constexpr std::size_t slot_count(const graph& model) {
  return static_cast<std::size_t>(model.tensor_count()) +
         static_cast<std::size_t>(model.node_count());
}

constexpr errc check_slot_count(const graph& model) {
  return slot_count(model) > std::numeric_limits<std::uint16_t>::max() ? errc::too_many_tensors
                                                                       : errc::ok;
}

/// Pointers can only be looked at outside constant evaluation, where everything is aligned.
constexpr error check_alignment(const graph& model, std::span<std::uint8_t> memory) {
  if (std::is_constant_evaluated()) return {};
  const auto address = [](const std::uint8_t* p) { return reinterpret_cast<std::uintptr_t>(p); };
  if (address(memory.data()) % arena_alignment != 0) return {.code = errc::arena_misaligned};
  for (std::int32_t i = 0; i < model.tensor_count(); ++i) {
    const tensor_info t = model.tensor(i);
    if (!t.is_constant() || size_of(t.type) == 0) continue;
    const std::size_t alignment = size_of(t.type) > 4 ? 4 : size_of(t.type);  // see elements
    if (address(model.file().data() + t.data.position()) % alignment != 0) {
      return {.code = errc::misaligned_constant, .tensor = i};
    }
  }
  return {};
}

}  // namespace detail

/// arena_size with the encoder of plan_in_arena. A contract changes what the prepared bytes hold,
/// not how many there are; what a backend was told may.
template <std::size_t Capacity, class Ops, class EncoderOf>
[[gnu::cold]] constexpr result<arena_need> measure_arena(const graph& model, EncoderOf encoder) {
  if (detail::slot_count(model) > Capacity) return errc::too_many_tensors;
  std::array<slot, Capacity> storage{};
  std::array<place, Capacity> places{};
  arena measure;
  measure.allocate(static_cast<std::uint64_t>(model.node_count()) * sizeof(op_record));
  measure.allocate(detail::slot_count(model) * sizeof(slot));
  measure.allocate(detail::slot_count(model) * sizeof(place));
  const slot_table slots{storage.data(), places.data(), model.tensor_count(), model.node_count()};
  const result<plan> planned = detail::prepare_and_pack<Ops>(model, measure, slots, {}, encoder);
  if (!planned) return planned.error();
  arena_need need = planned->need();
  for (std::size_t i = 0; i < model.inputs().size(); ++i) {
    const auto input = static_cast<std::size_t>(model.inputs()[i]);
    slots.change(input, [](slot& s) { s.where = slot::nowhere; });
  }
  need.activations_without_inputs = pack(slots.all(), slots.size()).bytes;
  return need;
}

/// What a model needs, without an arena. The tables of planning take 24 * Capacity bytes of stack.
///
/// errors   as load, and too_many_tensors where tensors and nodes together exceed Capacity
template <std::size_t Capacity = 2048, class Ops>
constexpr result<arena_need> arena_size(Ops, const graph& model) {
  return measure_arena<Capacity, Ops>(model, same_encoder<contract::double_rounding>);
}

/// The same from the bytes of a .tflite file.
template <std::size_t Capacity = 2048, class Ops>
constexpr result<arena_need> arena_size(Ops ops, flatbuffer::bytes file) {
  const result<graph> model = graph::open(file);
  if (!model) return model.error();
  return arena_size<Capacity>(ops, *model);
}

/// Plans a model into an arena.
///
/// encoder  encoder(node) -> const factor_encoder&: of the contract under which a node will run
template <class Ops, class EncoderOf = const factor_encoder& (*)(std::int32_t)>
[[gnu::cold]] constexpr result<plan> plan_in_arena(
    const graph& model, std::span<std::uint8_t> memory,
    EncoderOf encoder = same_encoder<contract::double_rounding>) {
  if (errc e = detail::check_slot_count(model); e != errc::ok) return e;
  arena a{memory};
  const auto at = [&](std::uint64_t offset) { return memory.data() + offset; };
  const std::uint64_t records =
      a.allocate(static_cast<std::uint64_t>(model.node_count()) * sizeof(op_record));
  const std::uint64_t slots = a.allocate(detail::slot_count(model) * sizeof(slot));
  const std::uint64_t places = a.allocate(detail::slot_count(model) * sizeof(place));
  const auto too_small = [](std::uint64_t needed) {
    return error{.code = errc::arena_too_small, .bytes_needed = static_cast<std::uint32_t>(needed)};
  };
  // Not even the tables fit, and what lies behind them is not known yet.
  if (!a.fits()) return too_small(a.used());
  const slot_table table{elements<slot>::in_bytes(at(slots)), elements<place>::in_bytes(at(places)),
                         model.tensor_count(), model.node_count()};
  result<plan> p =
      detail::prepare_and_pack<Ops>(model, a, table,
                                    {.offset = static_cast<std::uint32_t>(records),
                                     .values = elements<op_record>::in_bytes(at(records))},
                                    encoder);
  if (p && p->need().total() > memory.size()) return too_small(p->need().total());
  return p;
}

}  // namespace octet
